import { createHash } from 'node:crypto';
import type { Call, KnownFacts } from '../model/call.js';
import { CallStatus } from '../model/call-status.js';
import { Money } from '../model/money.js';
import { PhoneNumber } from '../model/phone-number.js';
import { Recording } from '../model/recording.js';

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
export function writeKnown({ startedAt, endedAt, duration, talkTime, price, notes, recordings, from, to }: Call): string {
  const kept = recordings.map(({ providerRecordingId, url }) => ({ providerRecordingId, url }));
  return JSON.stringify({ startedAt, endedAt, duration, talkTime, price, notes, recordings: kept, from, to });
}

/** The other way round, for a later account of the same call. */
export function readKnown(text: string | null, call: Call): Partial<KnownFacts> {
  if (text === null) return {};
  const { startedAt, endedAt, price, recordings, from, to, ...rest } = JSON.parse(text) as {
    startedAt: string | null;
    endedAt: string | null;
    price: { amount: string; currency: string | null } | null;
    duration: number | null;
    talkTime: number | null;
    notes: string | null;
    recordings: { providerRecordingId: string | null; url: string | null }[];
    from: { raw: string; e164: string | null } | null;
    to: { raw: string; e164: string | null } | null;
  };
  return {
    ...rest,
    startedAt: startedAt === null ? null : new Date(startedAt),
    endedAt: endedAt === null ? null : new Date(endedAt),
    price: price && new Money(price.amount, price.currency),
    from: from && new PhoneNumber(from.raw, from.e164),
    to: to && new PhoneNumber(to.raw, to.e164),
    recordings: recordings.map((recording, position) => new Recording(call, recording, position)),
  };
}
