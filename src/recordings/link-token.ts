import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountName } from '../model/account.js';
import { readAddressOf } from '../model/address.js';

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
/** No link lives longer. A little more than a day, because clocks differ. */
const MAX_LIFE_MS = (24 * 60 + 5) * 60 * 1000;

/** A token: the key's id, the facts and a signature, each in base64url. */
export function writeToken({ linkId, recordingId, expiresAt, caller, isDownload }: LinkFacts, key: Buffer): string {
  const facts = Buffer.from(JSON.stringify([VERSION, linkId, recordingId, expiresAt, caller, isDownload])).toString('base64url');
  const signed = `${keyId(key)}.${facts}`;
  return `${signed}.${signatureOf(signed, key).toString('base64url')}`;
}

/** `keysOf`: the keys that may have signed links to an account's recordings. `now`: epoch milliseconds. */
export function readToken(token: string, keysOf: (account: AccountName) => readonly Buffer[], now: number): LinkFacts | TokenProblem {
  const [id, facts, signature, ...others] = token.split('.');
  if (id === undefined || facts === undefined || signature === undefined || others.length > 0) return 'UNREADABLE';
  const read = factsIn(facts);
  const account = read && accountOf(read.recordingId);
  if (!read || account === null) return 'UNREADABLE';
  const key = keysOf(account).find((one) => keyId(one) === id);
  if (!key) return 'UNKNOWN_KEY';
  const expected = signatureOf(`${id}.${facts}`, key);
  const given = Buffer.from(signature, 'base64url');
  // The text is compared too, because base64url has several texts for the same bytes.
  if (given.length !== expected.length || !timingSafeEqual(given, expected) || expected.toString('base64url') !== signature) return 'WRONG_SIGNATURE';
  return now >= read.expiresAt * 1000 || read.expiresAt * 1000 > now + MAX_LIFE_MS ? 'EXPIRED' : read;
}

/** Read before the signature is checked, because it says whose key has to be used. Null if it can't be read. */
function factsIn(text: string): LinkFacts | null {
  const read = parse(text);
  if (!Array.isArray(read)) return null;
  const [version, linkId, recordingId, expiresAt, caller, isDownload] = read as unknown[];
  if (version !== VERSION || typeof linkId !== 'string' || typeof recordingId !== 'string' || typeof expiresAt !== 'number') return null;
  return { linkId, recordingId, expiresAt, caller: typeof caller === 'string' ? caller : null, isDownload: isDownload === true };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null;
  }
}

/** The account of a recording. Null if the id is none of a recording. */
function accountOf(recordingId: string): AccountName | null {
  try {
    return readAddressOf('Recording', recordingId, 'id').call.account;
  } catch {
    return null;
  }
}

function keyId(key: Buffer): string {
  return createHash('sha256').update('id of a key').update(key).digest('base64url').slice(0, KEY_ID_LENGTH);
}

function signatureOf(text: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
