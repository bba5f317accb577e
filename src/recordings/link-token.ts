import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a link to a recording says. It has no address of a provider and no secret. */
export interface LinkFacts {
  /** Identifies the link in the audit. */
  readonly linkId: string;
  /** Global id of the recording. */
  readonly recordingId: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Whom it was given to, as a hash. Null if all clients are one caller. */
  readonly caller: string | null;
  /** The browser saves the audio instead of playing it. */
  readonly isDownload: boolean;
}

/** Why a token is refused. Only for the log: clients can't tell these apart. */
export type TokenProblem = 'UNREADABLE' | 'UNKNOWN_KEY' | 'WRONG_SIGNATURE' | 'EXPIRED';

const VERSION = 1;
const KEY_ID_LENGTH = 8;

/** A token: the key's id, the facts and a signature, each in base64url. */
export function writeToken({ linkId, recordingId, expiresAt, caller, isDownload }: LinkFacts, key: Buffer): string {
  const facts = Buffer.from(JSON.stringify([VERSION, linkId, recordingId, expiresAt, caller, isDownload])).toString('base64url');
  const signed = `${keyId(key)}.${facts}`;
  return `${signed}.${signatureOf(signed, key).toString('base64url')}`;
}

/** `keys`: any of them may have signed it. `now`: epoch milliseconds. */
export function readToken(token: string, keys: readonly Buffer[], now: number): LinkFacts | TokenProblem {
  const [id, facts, signature, ...others] = token.split('.');
  if (id === undefined || facts === undefined || signature === undefined || others.length > 0) return 'UNREADABLE';
  const key = keys.find((one) => keyId(one) === id);
  if (!key) return 'UNKNOWN_KEY';
  const expected = signatureOf(`${id}.${facts}`, key);
  const given = Buffer.from(signature, 'base64url');
  // The text is compared too, because base64url has several texts for the same bytes.
  if (given.length !== expected.length || !timingSafeEqual(given, expected) || expected.toString('base64url') !== signature) return 'WRONG_SIGNATURE';
  const read = factsIn(facts);
  if (!read) return 'UNREADABLE';
  return now >= read.expiresAt * 1000 ? 'EXPIRED' : read;
}

/** Only called for facts that we signed. */
function factsIn(text: string): LinkFacts | null {
  const [version, linkId, recordingId, expiresAt, caller, isDownload] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [number, string, string, number, string | null, boolean];
  return version === VERSION ? { linkId, recordingId, expiresAt, caller, isDownload } : null;
}

function keyId(key: Buffer): string {
  return createHash('sha256').update('id of a key').update(key).digest('base64url').slice(0, KEY_ID_LENGTH);
}

function signatureOf(text: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
