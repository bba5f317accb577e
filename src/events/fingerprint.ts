import { createHash } from 'node:crypto';
import type { Call, KnownFacts } from '../model/call.js';
import { CallStatus } from '../model/call-status.js';
import { Money } from '../model/money.js';

/** Tells one state of a call from another by all that a provider says of it. */
export function fingerprintOf(call: Call): string {
  const { recordings, details, ...facts } = call;
  const seen = { ...facts, recordings: recordings.map(({ id, url }) => ({ id, url })), details };
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64url');
}

const PROGRESS: Readonly<Record<CallStatus, number>> = {
  [CallStatus.UNKNOWN]: 0,
  [CallStatus.QUEUED]: 1,
  [CallStatus.RINGING]: 2,
  [CallStatus.IN_PROGRESS]: 3,
  [CallStatus.BUSY]: 4,
  [CallStatus.NO_ANSWER]: 4,
  [CallStatus.CANCELED]: 4,
  [CallStatus.FAILED]: 4,
  [CallStatus.COMPLETED]: 4,
};

/** How far along a call is: a late word of an earlier state doesn't bring it back. */
export function progressOf({ status }: Call): number {
  return PROGRESS[status];
}

/** What is known of a call and stays so, as text. */
export function writeKnown({ startedAt, endedAt, duration, talkTime, price, notes }: Call): string {
  return JSON.stringify({ startedAt, endedAt, duration, talkTime, price, notes });
}

export function readKnown(text: string | null): Partial<KnownFacts> {
  if (text === null) return {};
  const { startedAt, endedAt, price, ...rest } = JSON.parse(text) as {
    startedAt: string | null;
    endedAt: string | null;
    price: { amount: string; currency: string | null } | null;
    duration: number | null;
    talkTime: number | null;
    notes: string | null;
  };
  return {
    ...rest,
    startedAt: startedAt === null ? null : new Date(startedAt),
    endedAt: endedAt === null ? null : new Date(endedAt),
    price: price && new Money(price.amount, price.currency),
  };
}
