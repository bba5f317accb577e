import type { CreatePhoneCallInput, TelephonyProvider } from '../graph/generated/operations';

/** What somebody has filled in so far, as they wrote it. */
export interface Draft {
  readonly toPhoneNumber: string;
  readonly nameOfHuman: string;
  readonly teamId: string;
  readonly callTemplateId: string;
  readonly telephonyProvider: TelephonyProvider | null;
  readonly providerAccount: string | null;
  /** As <input type="datetime-local"> has it. */
  readonly callDelayedUntil: string;
  readonly record: boolean;
  readonly promptVariableValues: readonly { readonly key: string; readonly value: string }[];
}

/** One call that somebody wants to be placed. It has one key, however often it is sent. */
export interface Intention {
  readonly key: string;
  readonly draft: Draft;
  /** What was sent with the key. Null while nothing was, or when it is certain that it placed nothing. */
  readonly sent: CreatePhoneCallInput | null;
}

const NO_DRAFT: Draft = {
  toPhoneNumber: '',
  nameOfHuman: '',
  teamId: '',
  callTemplateId: '',
  telephonyProvider: null,
  providerAccount: null,
  callDelayedUntil: '',
  record: false,
  promptVariableValues: [],
};

/** This tab only: two tabs are two intentions, and a number and a name are not kept longer than the tab. */
const STORED_AS = 'switchboard.intention';

/** The intention from before a reload, or a new one. */
export function loadIntention(): Intention {
  const stored = sessionStorage.getItem(STORED_AS);
  return stored === null ? newIntention() : (JSON.parse(stored) as Intention);
}

export function saveIntention(intention: Intention): void {
  sessionStorage.setItem(STORED_AS, JSON.stringify(intention));
}

/** `draft`: what stays filled in, such as after a key that belongs to another call. */
export function newIntention(draft: Draft = NO_DRAFT): Intention {
  return { key: newKey(), draft, sent: null };
}

/** A random key. crypto.randomUUID is missing where a page came over http from another machine. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
