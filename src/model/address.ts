import { BadUserInput } from './bad-user-input.js';
import { type AccountName, providerOf, readAccount, writtenAccount } from './account.js';
import { isE164 } from './phone-number.js';
import { checkedId } from './provider-id.js';

/** Types with a global id. */
export type NodeType = 'Call' | 'Contact' | 'Agent' | 'Recording' | 'ProviderAccount';
const TYPES: ReadonlySet<string> = new Set<NodeType>(['Call', 'Contact', 'Agent', 'Recording', 'ProviderAccount']);
/** A provider's id has up to 256 characters, each encoded in up to 12. A recording's id contains its call's id. */
const MAX_LENGTH = 8192;
/** The year 10000 in epoch seconds. ISO dates can't express later instants. */
const LATEST_SECONDS = 253_402_300_800;

/**
 * A call by its global id. `account` and `providerCallId` alone identify the call. `hint` is the call's
 * creation time as known when the id was written. It only says where to look first.
 */
export interface CallAddress {
  readonly type: 'Call';
  readonly id: string;
  readonly account: AccountName;
  readonly providerCallId: string;
  readonly hint: Date | null;
}

/** A contact is identified by a number, an entry in a provider's contact book, a text that isn't in E.164, or a single call. */
export type ContactIdentity =
  | { readonly kind: 'number'; readonly e164: string }
  | { readonly kind: 'entry'; readonly account: AccountName; readonly providerContactId: string }
  | { readonly kind: 'raw'; readonly account: AccountName; readonly raw: string }
  | { readonly kind: 'call'; readonly callId: string };

export interface ContactAddress {
  readonly type: 'Contact';
  readonly id: string;
  readonly identity: ContactIdentity;
}

export interface AgentAddress {
  readonly type: 'Agent';
  readonly id: string;
  readonly account: AccountName;
  readonly providerAgentId: string;
}

/** A recording is identified by its call and by a key that is unique within the call. */
export interface RecordingAddress {
  readonly type: 'Recording';
  readonly id: string;
  readonly call: CallAddress;
  readonly key: string;
}

/** An account is identified by its name. */
export interface AccountAddress {
  readonly type: 'ProviderAccount';
  readonly id: string;
  readonly account: AccountName;
}

export type Address = CallAddress | ContactAddress | AgentAddress | RecordingAddress | AccountAddress;

/** The global id of a call. Pass `hint` if its provider needs the creation time to find the call. */
export function callId(account: AccountName, providerCallId: string, hint: Date | null): string {
  return write('Call', writtenAccount(account), providerCallId, ...(hint ? [String(hint.getTime() / 1000)] : []));
}

export function contactId(identity: ContactIdentity): string {
  switch (identity.kind) {
    case 'number':
      return write('Contact', identity.e164);
    case 'entry':
      return write('Contact', writtenAccount(identity.account), 'id', identity.providerContactId);
    case 'raw':
      return write('Contact', writtenAccount(identity.account), 'raw', identity.raw);
    case 'call':
      return write('Contact', 'call', identity.callId);
  }
}

export function agentId(account: AccountName, providerAgentId: string): string {
  return write('Agent', writtenAccount(account), providerAgentId);
}

export function accountId(account: AccountName): string {
  return write('ProviderAccount', account);
}

export function recordingId(call: string, key: string): string {
  return write('Recording', call, key);
}

/** Whether the text has the form of a global id. */
export function isAddress(id: string): boolean {
  return decode(id) !== null;
}

const IN_WORDS: Readonly<Record<NodeType, string>> = { Call: 'a call', Contact: 'a contact', Agent: 'an agent', Recording: 'a recording', ProviderAccount: 'a provider account' };

/** Reads a global id of any type. @throws BadUserInput if this graph can't have written it */
export function readAddress(id: string, path: string): Address {
  const read = decode(id);
  if (!read) throw new BadUserInput('This is not an id of this graph. Pass an id back unchanged.', path);
  const [type, parts] = read;
  const address = readers[type](id, parts, path);
  if (!address) throw new BadUserInput(`This is not the id of ${IN_WORDS[type]}.`, path);
  return address;
}

/** Reads a global id of one type. @throws BadUserInput */
export function readAddressOf<Type extends NodeType>(type: Type, id: string, path: string): Extract<Address, { type: Type }> {
  const address = readAddress(id, path);
  if (address.type !== type) throw new BadUserInput(`This is the id of a ${address.type}, not of a ${type}.`, path);
  return address as Extract<Address, { type: Type }>;
}

const readers: Readonly<Record<NodeType, (id: string, parts: readonly string[], path: string) => Address | null>> = {
  Call(id, [written = '', providerCallId, time, ...rest], path) {
    const account = readAccount(written);
    const seconds = time === undefined ? 0 : Number(time);
    const isCall = providerCallId && rest.length === 0 && seconds >= 0 && seconds < LATEST_SECONDS;
    if (!isCall || account === null) return null;
    return { type: 'Call', id, account, providerCallId: checkedId(providerCallId, path), hint: time === undefined ? null : new Date(Math.round(seconds * 1000)) };
  },
  Contact(id, parts, path) {
    const identity = readIdentity(parts, path);
    return identity && { type: 'Contact', id, identity };
  },
  Agent(id, [written = '', providerAgentId, ...rest]) {
    const account = readAccount(written);
    return account !== null && providerAgentId && rest.length === 0 ? { type: 'Agent', id, account, providerAgentId } : null;
  },
  Recording(id, [call, key, ...rest], path) {
    return call && key !== undefined && rest.length === 0 ? { type: 'Recording', id, call: readAddressOf('Call', call, path), key } : null;
  },
  ProviderAccount(id, [account = '', ...rest]) {
    return providerOf(account) !== null && rest.length === 0 ? { type: 'ProviderAccount', id, account } : null;
  },
};

function readIdentity([first = '', second, third, ...rest]: readonly string[], path: string): ContactIdentity | null {
  if (second === undefined) return isE164(first) ? { kind: 'number', e164: first } : null;
  if (first === 'call' && third === undefined) return { kind: 'call', callId: readAddressOf('Call', second, path).id };
  const account = readAccount(first);
  if (account === null || third === undefined || rest.length > 0) return null;
  if (second === 'id') return { kind: 'entry', account, providerContactId: third };
  return second === 'raw' ? { kind: 'raw', account, raw: third } : null;
}

/** Ids become bytes here: every row has an id, and new memory for each costs more than writing it. */
const bytes = Buffer.alloc(MAX_LENGTH);

/** URL-safe, opaque to clients and deterministic. */
function write(type: NodeType, ...parts: string[]): string {
  let text: string = type;
  for (const part of parts) text += `:${encodeURIComponent(part)}`;
  // Encoded parts are ASCII, one byte for each character.
  return text.length <= bytes.length ? bytes.toString('base64url', 0, bytes.write(text, 'latin1')) : Buffer.from(text).toString('base64url');
}

function decode(id: string): [NodeType, string[]] | null {
  if (id.length === 0 || id.length > MAX_LENGTH) return null;
  const [type, ...encoded] = Buffer.from(id, 'base64url').toString().split(':');
  if (type === undefined || !TYPES.has(type) || encoded.length === 0) return null;
  try {
    const parts = encoded.map(decodeURIComponent);
    // Several texts decode to the same bytes. Only the one that `write` returns is an id.
    return write(type as NodeType, ...parts) === id ? [type as NodeType, parts] : null;
  } catch {
    return null;
  }
}
