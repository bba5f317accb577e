import http from 'node:http';
import https from 'node:https';
import got, { type Got, RequestError } from 'got';
import type { CallProviderName } from '../model/call-provider.js';
import { type Json, list, record } from '../model/json-value.js';
import { readJson } from './json.js';
import type { UpstreamContext } from './upstream-context.js';
import { ProviderError, type ProviderErrorFacts, tooLate } from './provider-error.js';
import { redact } from './redact.js';
import { retryAfter } from './retry-after.js';

/** What every client of a vendor is made with. */
export interface HttpSettings {
  readonly provider: CallProviderName;
  /** All that precedes the documented path, without a slash at the end. */
  readonly baseUrl: string;
  /** Credentials among them: they go to the base URL's host and nowhere else. */
  readonly headers: Readonly<Record<string, string>>;
  /** What must not come back in a vendor's words: the credentials, as configured and as sent. */
  readonly secrets: readonly string[];
  /** Where the vendor says why it refuses; absent where that is in `message`, `error` or `code`. */
  readonly reasonIn?: (body: Json) => unknown;
}

export interface HttpLimits {
  /** How long one upstream request may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How long one answer may be after unpacking, in bytes. */
  readonly maxBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
}

export type Query = readonly (readonly [name: string, value: string | number])[];

export interface HttpClient {
  /** Asks for JSON. A status of `accept` besides 2xx is an answer too. @throws ProviderError for all else. */
  get(path: string, query: Query, context: UpstreamContext, accept?: readonly number[]): Promise<HttpAnswer>;
  /** Sends JSON once, over a connection of its own. @throws ProviderError */
  post(path: string, body: unknown, context: UpstreamContext): Promise<HttpAnswer>;
}

const LONGEST_REASON = 300;
/** Providers that are well answer sooner. */
const FAIR_MS = 1000;

/** What failed here failed before the request could leave; the same errors later say nothing of that. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);

/**
 * One request to a vendor. Redirects are not followed (credentials would go along), nothing is retried
 * here, time and size are bounded, and whatever happens comes out as a ProviderError.
 */
export function createHttpClient(settings: HttpSettings, limits: HttpLimits): HttpClient {
  const kept = { keepAlive: true };
  const client: Got = got.extend({
    headers: { accept: 'application/json', 'user-agent': 'switchboard', ...settings.headers },
    agent: { http: new http.Agent(kept), https: new https.Agent(kept) },
    timeout: { request: limits.timeoutMs },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    responseType: 'text',
  });

  async function send(path: string, query: Query, context: UpstreamContext, accept: readonly number[], body?: unknown) {
    const url = new URL(settings.baseUrl + path);
    for (const [name, value] of query) url.searchParams.append(name, String(value));
    const overflow = new AbortController();
    const began = performance.now();
    // Only for a connection of the request's own can it be told that nothing was sent over it.
    let isConnected = body === undefined;
    try {
      const request = client(url, {
        method: body === undefined ? 'GET' : 'POST',
        ...(body === undefined ? {} : { json: body, agent: { http: new http.Agent(), https: new https.Agent() } }),
        signal: AbortSignal.any([context.signal, overflow.signal]),
      });
      if (body !== undefined) void request.on('request', (sent) => noteConnection(sent, () => (isConnected = true)));
      void request.on('downloadProgress', ({ transferred }) => {
        if (transferred > limits.maxBytes) overflow.abort();
      });
      const response = await request;
      const reason = (refusal: unknown) => reasonIn(refusal, settings, (words) => redact(words, settings.secrets, body, LONGEST_REASON));
      return readAnswer(settings.provider, response.statusCode, response.headers, response.body, accept, reason);
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      throw overflow.signal.aborted ? tooLong(settings.provider, limits.maxBytes) : notReached(settings.provider, error, context, { milliseconds: performance.now() - began, isConnected });
    }
  }

  return {
    get: (path, query, context, accept = []) => send(path, query, context, accept),
    post: (path, body, context) => send(path, [], context, [], body),
  };
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
  if (json === undefined) throw new ProviderError(provider, 'PROVIDER_BAD_RESPONSE', `${provider} answered something other than JSON.`, { status, isNotJson: true });
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
  const again = retryAfter(headers, Date.now());
  const facts: ProviderErrorFacts = { status, ...(again && { retryAfter: again }), ...(reason !== undefined && { reason }) };
  if (status === 401 || status === 403) {
    return new ProviderError(provider, 'PROVIDER_UNAUTHORIZED', `${provider} refused the configured credentials (HTTP ${status}).`, facts);
  }
  if (status === 429) return new ProviderError(provider, 'PROVIDER_RATE_LIMITED', `${provider} receives too many requests.`, facts);
  if (status >= 500) return new ProviderError(provider, 'PROVIDER_UNAVAILABLE', `${provider} failed (HTTP ${status}).`, facts);
  return new ProviderError(provider, 'PROVIDER_BAD_RESPONSE', `${provider} answered with an unexpected HTTP ${status}.`, facts);
}

/** The vendor's words, as far as they may be shown. */
function reasonIn(body: unknown, settings: HttpSettings, redacted: (words: string) => string): string | undefined {
  const envelope = record(body);
  if (!envelope) return undefined;
  const inner = record(envelope['error']) ?? envelope;
  const reason = settings.reasonIn?.(envelope) ?? inner['message'] ?? inner['error'] ?? inner['code'];
  if (typeof reason !== 'string' && typeof reason !== 'number') return undefined;
  const words = String(reason).trim();
  return words === '' ? undefined : redacted(words).replace(/\p{Cc}+/gu, ' ');
}

function tooLong(provider: CallProviderName, maxBytes: number): ProviderError {
  return new ProviderError(provider, 'PROVIDER_BAD_RESPONSE', `${provider} answered more than ${maxBytes} bytes.`, { tooLarge: true });
}

/** Tells when a new connection stands: an encrypted one only once the certificate was accepted. Nothing of the request is sent before. */
function noteConnection(request: http.ClientRequest, connected: () => void): void {
  request.once('socket', (socket) => socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected));
}

function notReached(provider: CallProviderName, error: unknown, { signal }: UpstreamContext, { milliseconds, isConnected }: { milliseconds: number; isConnected: boolean }): ProviderError {
  const code = error instanceof RequestError ? error.code : '';
  if (code === 'ETIMEDOUT' || signal.aborted) {
    // A deadline that came after a fair while says something of the provider; a client that leaves doesn't.
    const isItsFault = !signal.aborted || (isDeadline(signal) && milliseconds >= FAIR_MS);
    return tooLate(provider, !isItsFault, !isConnected);
  }
  return new ProviderError(provider, 'PROVIDER_UNAVAILABLE', `${provider} could not be reached.`, { nothingSent: !isConnected || BEFORE_SENDING.has(syscallOf(error)) });
}

function isDeadline({ reason }: AbortSignal): boolean {
  return record(reason)?.['name'] === 'TimeoutError';
}

/** Which call to the system failed; the HTTP library keeps it in the cause, and several addresses were tried in one. */
function syscallOf(error: unknown): string {
  const fields = record(error);
  if (!fields) return '';
  const [first] = list(fields['errors']);
  return typeof fields['syscall'] === 'string' ? fields['syscall'] : syscallOf(first ?? fields['cause']);
}
