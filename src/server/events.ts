import type { FastifyInstance } from 'fastify';
import { EVENTS_ROUTE } from '../events/address.js';
import type { EventInbox } from '../events/inbox.js';
import { readJson } from '../upstream/json.js';
import type { AccountName } from '../model/account.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { isSameSecret } from '../model/same-secret.js';

export interface EventParts {
  readonly accounts: readonly ConnectedAccount[];
  readonly tokens: ReadonlyMap<AccountName, string>;
  readonly inbox: EventInbox;
  /** Our address for vendors; null if it is the one that a request names. */
  readonly publicUrl: string | null;
  /** Called once a new notification is stored. */
  readonly onStored: () => void;
}

const MAX_BYTES = 64 * 1024;
const RETRY_SECONDS = 10;

/** Receives vendors' notifications at POST /events/{account}/{token}. They are stored, acknowledged, then processed. */
export async function serveEvents(fastify: FastifyInstance, { accounts, tokens, inbox, publicUrl, onStored }: EventParts): Promise<void> {
  await fastify.register(async (scope) => {
    // Accepts every content type. The body is parsed below.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BYTES }, (_request, body, done) => done(null, body));
    scope.post<{ Params: { account: string; token: string }; Querystring: { intention?: unknown } }>(EVENTS_ROUTE, { bodyLimit: MAX_BYTES }, async (request, reply) => {
      const account = accounts.find(({ account: name, events }) => events && name === request.params.account);
      if (!account || !isSameSecret(request.params.token, tokens.get(account.account) ?? '')) return reply.callNotFound();
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const notification = await read(body, request.headers['content-type'] ?? '');
      const url = `${publicUrl ?? `${request.protocol}://${request.headers.host ?? ''}`}${request.raw.url ?? ''}`;
      const isForged = account.events?.isAuthentic?.({ url, headers: request.headers, body, content: notification }) === false;
      if (isForged) return reply.status(403).send({ status: 'wrong signature' });
      try {
        const received = await inbox.receive(account, body, notification, request.query.intention);
        if (received === 'TOO_MANY') return reply.status(429).header('retry-after', String(RETRY_SECONDS)).send({ status: 'try again' });
        if (received === 'STORED') onStored();
      } catch {
        // Without an acknowledgement the vendor sends it again.
        return reply.status(503).send({ status: 'try again' });
      }
      return { status: 'received' };
    });
  });
}

/** Parses a form or JSON. Null for anything else, which is stored too. */
async function read(body: Buffer, contentType: string): Promise<unknown> {
  try {
    if (!/form/i.test(contentType)) return readJson(body.toString());
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    return Object.fromEntries(form);
  } catch {
    return null;
  }
}
