import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import got, { type Got, RequestError } from 'got';
import type { CallProviderName } from '../model/call-provider.js';
import { type Json, list, record } from '../model/json-value.js';
import { readJson } from './json.js';
import type { UpstreamContext } from './upstream-context.js';
import { ProviderError, type ProviderErrorFacts, tooLate } from './provider-error.js';
import { redact } from './redact.js';
import { retryAfter } from './retry-after.js';

/** A vendor's address and credentials. */
export interface HttpSettings {
  readonly provider: CallProviderName;
  /** The URL before the documented path, without a trailing slash. */
  readonly baseUrl: string;
  /** Headers of every request, including credentials. They are sent to the base URL's host only. */
  readonly headers: Readonly<Record<string, string>>;
  /** Texts to remove from vendors' messages: the credentials, as configured and as sent. */
  readonly secrets: readonly string[];
  /** Reads the reason from a refusal. Absent if it is in `message`, `error` or `code`. */
  readonly reasonIn?: (body: Json) => unknown;
}

export interface HttpLimits {
  /** Timeout of one upstream request, in milliseconds. */
  readonly timeoutMs: number;
  /** Maximum size of a response after decompression, in bytes. */
  readonly maxBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
}

export type Query = readonly (readonly [name: string, value: string | number])[];

export interface HttpClient {
  /** Requests JSON. Statuses in `accept` count as responses, like 2xx. @throws ProviderError for any other */
  get(path: string, query: Query, context: UpstreamContext, accept?: readonly number[]): Promise<HttpAnswer>;
  /** Sends JSON once, over a new connection. @throws ProviderError */
  post(path: string, body: unknown, context: UpstreamContext): Promise<HttpAnswer>;
}

const MAX_REASON_LENGTH = 300;
/** A working provider answers within this time. */
const NORMAL_RESPONSE_MS = 1000;

/** System calls that fail before any part of the request was sent. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);

/**
 * Sends requests to a vendor. Does not follow redirects, because they would get the credentials. Does not retry.
 * Limits time and size. Reports every failure as a ProviderError.
 */
export function createHttpClient(settings: HttpSettings, limits: HttpLimits): HttpClient {
  const keepAlive = { keepAlive: true };
  const client: Got = got.extend({
    headers: { accept: 'application/json', 'user-agent': 'switchboard', ...settings.headers },
    agent: { http: new http.Agent(keepAlive), https: new https.Agent(keepAlive) },
    timeout: { request: limits.timeoutMs },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  });

  async function send(path: string, query: Query, context: UpstreamContext, accept: readonly number[], body?: unknown) {
    const url = new URL(settings.baseUrl + path);
    for (const [name, value] of query) url.searchParams.append(name, String(value));
    const { signal } = context;
    const began = performance.now();
    // Only with a new connection is it certain that nothing was sent before it was established.
    let isConnected = body === undefined;
    const request = client.stream(url, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { json: body, agent: { http: new http.Agent(), https: new https.Agent() } }),
    });
    if (body !== undefined) void request.on('request', (sent: http.ClientRequest) => noteConnection(sent, () => (isConnected = true)));
    const stop = () => void request.destroy();
    // No vendor is asked to upgrade. After an upgrade, Node does not manage the socket any more, and no timeout ends it.
    void request.once('upgrade', (_response: http.IncomingMessage, socket: Duplex) => {
      socket.destroy();
      stop();
    });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      const text = await readWithin(request, limits.maxBytes);
      if (text === null) throw tooLarge(settings.provider, limits.maxBytes);
      const { statusCode = 0, headers = {} } = request.response ?? {};
      const reason = (refusal: unknown) => reasonIn(refusal, settings, (words) => redact(words, settings.secrets, body, MAX_REASON_LENGTH));
      return readAnswer(settings.provider, statusCode, headers, text, accept, reason);
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      throw notReached(settings.provider, error, context, { milliseconds: performance.now() - began, isConnected });
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  }

  return {
    get: (path, query, context, accept = []) => send(path, query, context, accept),
    post: (path, body, context) => send(path, [], context, [], body),
  };
}

/** The text of a response. Null if it has more bytes than allowed; the rest is not read. */
async function readWithin(response: AsyncIterable<Buffer>, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes).toString();
}

function readAnswer(
  provider: CallProviderName,
  status: number,
  headers: http.IncomingHttpHeaders,
  body: string,
  accept: readonly number[],
  reason: (refusal: unknown) => string | undefined,
): HttpAnswer {
  const json = parse(body);
  if (accept.includes(status)) return { status, headers, body: json };
  if (status < 200 || status > 299) throw refused(provider, status, headers, reason(json));
  if (json === undefined) throw new ProviderError(provider, 'PROVIDER_BAD_RESPONSE', `${provider} sent a response that is not JSON.`, { status, isNotJson: true });
  return { status, headers, body: json };
}

function parse(body: string): unknown {
  try {
    return readJson(body);
  } catch {
    return undefined;
  }
}

function refused(provider: CallProviderName, status: number, headers: http.IncomingHttpHeaders, reason: string | undefined): ProviderError {
  const retryAt = retryAfter(headers, Date.now());
  const facts: ProviderErrorFacts = { status, ...(retryAt && { retryAfter: retryAt }), ...(reason !== undefined && { reason }) };
  if (status === 401 || status === 403) {
    return new ProviderError(provider, 'PROVIDER_UNAUTHORIZED', `${provider} refused the configured credentials (HTTP ${status}). Check its settings.`, facts);
  }
  if (status === 429) return new ProviderError(provider, 'PROVIDER_RATE_LIMITED', `${provider} refused the request, because it gets too many requests (HTTP 429). Retry later.`, facts);
  if (status >= 500) return new ProviderError(provider, 'PROVIDER_UNAVAILABLE', `${provider} failed (HTTP ${status}).`, facts);
  return new ProviderError(provider, 'PROVIDER_BAD_RESPONSE', `${provider} sent an unexpected status (HTTP ${status}).`, facts);
}

/** The vendor's reason for a refusal, redacted. Undefined if it gives none. */
function reasonIn(body: unknown, settings: HttpSettings, redacted: (words: string) => string): string | undefined {
  const envelope = record(body);
  if (!envelope) return undefined;
  const inner = record(envelope['error']) ?? envelope;
  const reason = settings.reasonIn?.(envelope) ?? inner['message'] ?? inner['error'] ?? inner['code'];
  if (typeof reason !== 'string' && typeof reason !== 'number') return undefined;
  const words = String(reason).trim();
  return words === '' ? undefined : redacted(words).replace(/\p{Cc}+/gu, ' ');
}

function tooLarge(provider: CallProviderName, maxBytes: number): ProviderError {
  return new ProviderError(provider, 'PROVIDER_BAD_RESPONSE', `${provider} sent a response of more than ${maxBytes} bytes.`, { tooLarge: true });
}

/** Calls `connected` when the new connection is established, with TLS after the handshake. Nothing of the request is sent before. */
function noteConnection(request: http.ClientRequest, connected: () => void): void {
  request.once('socket', (socket) => socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected));
}

function notReached(provider: CallProviderName, error: unknown, { signal }: UpstreamContext, { milliseconds, isConnected }: { milliseconds: number; isConnected: boolean }): ProviderError {
  const code = error instanceof RequestError ? error.code : '';
  if (code === 'ETIMEDOUT' || signal.aborted) {
    // A deadline after a normal response time is the provider's fault. A client that disconnects is not.
    const isItsFault = !signal.aborted || (isDeadline(signal) && milliseconds >= NORMAL_RESPONSE_MS);
    return tooLate(provider, !isItsFault, !isConnected);
  }
  return new ProviderError(provider, 'PROVIDER_UNAVAILABLE', `The connection to ${provider} failed.`, { notSent: !isConnected || BEFORE_SENDING.has(syscallOf(error)) });
}

function isDeadline({ reason }: AbortSignal): boolean {
  return record(reason)?.['name'] === 'TimeoutError';
}

/** The system call that failed. The HTTP library has it in the cause, or in a list if several IP addresses were tried. */
function syscallOf(error: unknown): string {
  const fields = record(error);
  if (!fields) return '';
  const [first] = list(fields['errors']);
  return typeof fields['syscall'] === 'string' ? fields['syscall'] : syscallOf(first ?? fields['cause']);
}
