import type { Fault } from '../../../src/simulators/index.js';

/** A way in which a vendor fails, and the code that clients see for it. */
export interface Failure {
  readonly when: string;
  readonly fault: Fault;
  readonly code: string;
}

export const FAILURES: readonly Failure[] = [
  { when: 'refuses the credentials', fault: { kind: 'status', status: 401 }, code: 'PROVIDER_UNAUTHORIZED' },
  { when: 'forbids it', fault: { kind: 'status', status: 403 }, code: 'PROVIDER_UNAUTHORIZED' },
  { when: 'refuses the request', fault: { kind: 'status', status: 400 }, code: 'PROVIDER_BAD_RESPONSE' },
  { when: 'wants fewer requests', fault: { kind: 'status', status: 429 }, code: 'PROVIDER_RATE_LIMITED' },
  { when: 'fails', fault: { kind: 'status', status: 500 }, code: 'PROVIDER_UNAVAILABLE' },
  { when: 'is down', fault: { kind: 'html', status: 503 }, code: 'PROVIDER_UNAVAILABLE' },
  { when: 'answers with a page', fault: { kind: 'html' }, code: 'PROVIDER_BAD_RESPONSE' },
  { when: 'answers with broken JSON', fault: { kind: 'malformed-json' }, code: 'PROVIDER_BAD_RESPONSE' },
  { when: 'answers with nothing', fault: { kind: 'status', status: 200, body: 'null' }, code: 'PROVIDER_BAD_RESPONSE' },
  { when: 'answers too much', fault: { kind: 'oversized', bytes: 3_000_000 }, code: 'PROVIDER_BAD_RESPONSE' },
  { when: 'drops the connection', fault: { kind: 'reset' }, code: 'PROVIDER_UNAVAILABLE' },
  { when: 'drops the connection in the middle of its answer', fault: { kind: 'reset-mid-body' }, code: 'PROVIDER_UNAVAILABLE' },
];
