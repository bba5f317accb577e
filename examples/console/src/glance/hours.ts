import type { CallStatus } from '../graph/generated/operations';

export type Outcome = 'answered' | 'missed' | 'failed' | 'open' | 'unknown';

export const OUTCOMES: readonly Outcome[] = ['answered', 'missed', 'failed', 'open', 'unknown'];

const OUTCOME_OF: Readonly<Record<CallStatus, Outcome>> = {
  COMPLETED: 'answered',
  BUSY: 'missed',
  NO_ANSWER: 'missed',
  CANCELED: 'missed',
  FAILED: 'failed',
  QUEUED: 'open',
  RINGING: 'open',
  IN_PROGRESS: 'open',
  UNKNOWN: 'unknown',
};

/** An hour with its calls by outcome. */
export interface Hour extends Readonly<Record<Outcome, number>> {
  /** Its beginning, in epoch milliseconds. */
  readonly at: number;
}

export const HOUR_MS = 3_600_000;

/** Every hour of the span, also those without calls. */
export function hoursOf(calls: readonly { readonly createdAt: string; readonly status: CallStatus }[], from: number, to: number): Hour[] {
  const hours = new Map<number, Record<Outcome, number>>();
  for (let at = from; at <= to; at += HOUR_MS) hours.set(at, { answered: 0, missed: 0, failed: 0, open: 0, unknown: 0 });
  for (const { createdAt, status } of calls) {
    const hour = hours.get(hourOf(Date.parse(createdAt)));
    if (hour) hour[OUTCOME_OF[status]] += 1;
  }
  return [...hours].map(([at, counts]) => ({ at, ...counts }));
}

/** The beginning of an instant's hour. Of zones with half an hour's difference it is the half hour. */
export function hourOf(instant: number): number {
  const zone = new Date(instant).getTimezoneOffset() * 60_000;
  return Math.floor((instant - zone) / HOUR_MS) * HOUR_MS + zone;
}
