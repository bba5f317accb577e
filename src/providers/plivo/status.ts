import { CallStatus } from '../../model/call-status.js';
import { statusReader } from '../status-words.js';

/** Words of notifications and of calls that are going on, and names of hang-up causes for calls that nobody answered. */
const readWord = statusReader({
  queued: CallStatus.QUEUED,
  initiated: CallStatus.QUEUED,
  ringing: CallStatus.RINGING,
  'in-progress': CallStatus.IN_PROGRESS,
  completed: CallStatus.COMPLETED,
  busy: CallStatus.BUSY,
  failed: CallStatus.FAILED,
  timeout: CallStatus.FAILED,
  'no-answer': CallStatus.NO_ANSWER,
  cancel: CallStatus.CANCELED,
  canceled: CallStatus.CANCELED,
  cancelled: CallStatus.CANCELED,
  'Busy Line': CallStatus.BUSY,
  Rejected: CallStatus.BUSY,
  'Ring Timeout Reached': CallStatus.NO_ANSWER,
});

/** Hang-up causes of calls that nobody answered. Plivo's table has more; those that say nothing about the outcome are left out. */
const CAUSES: readonly (readonly [from: number, to: number, status: CallStatus])[] = [
  [1000, 1999, CallStatus.CANCELED],
  // The destination is invalid, barred or out of service.
  [2000, 2999, CallStatus.FAILED],
  [3000, 3000, CallStatus.NO_ANSWER],
  [3010, 3010, CallStatus.BUSY],
  [3020, 3020, CallStatus.BUSY],
  [3030, 3030, CallStatus.FAILED],
  // A normal end before an answer: somebody gave up while it rang.
  [4000, 4030, CallStatus.NO_ANSWER],
  [5000, 5999, CallStatus.FAILED],
  [6010, 6010, CallStatus.NO_ANSWER],
  // The application's XML could not be fetched or read.
  [7000, 8999, CallStatus.FAILED],
];

/** What a row says about the outcome. */
export interface Outcome {
  /** The word of a call that is going on. */
  readonly word: string | null;
  readonly isAnswered: boolean;
  readonly causeCode: number | null;
  readonly causeName: string | null;
}

/** A call without a status word is over. If it was answered it is completed, whatever ended it; otherwise the cause decides. */
export function statusOf({ word, isAnswered, causeCode, causeName }: Outcome): CallStatus {
  if (word !== null) return readWord(word);
  if (isAnswered) return CallStatus.COMPLETED;
  const known = causeCode === null ? undefined : CAUSES.find(([from, to]) => causeCode >= from && causeCode <= to);
  return known?.[2] ?? readWord(causeName);
}
