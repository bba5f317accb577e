import { registerEnumType } from 'type-graphql';

/** One vocabulary of statuses for every provider. */
export enum CallStatus {
  QUEUED = 'QUEUED',
  RINGING = 'RINGING',
  IN_PROGRESS = 'IN_PROGRESS',
  COMPLETED = 'COMPLETED',
  BUSY = 'BUSY',
  NO_ANSWER = 'NO_ANSWER',
  CANCELED = 'CANCELED',
  FAILED = 'FAILED',
  UNKNOWN = 'UNKNOWN',
}

registerEnumType(CallStatus, {
  name: 'CallStatus',
  description: "One vocabulary for every provider; the provider's own word stays in Call.providerStatus.",
  valuesConfig: {
    QUEUED: { description: 'Created, not dialled yet; or waiting in a queue for an agent.' },
    RINGING: { description: 'A phone rings and nobody has answered yet.' },
    IN_PROGRESS: { description: 'Answered, and going on.' },
    COMPLETED: { description: 'Answered, and ended normally. A voicemail or a menu may have been what answered.' },
    BUSY: { description: 'The called party was busy or declined.' },
    NO_ANSWER: { description: 'It rang and nobody answered.' },
    CANCELED: { description: 'Ended by the calling side before an answer.' },
    FAILED: { description: 'Could not be connected, e.g. a number that does not exist.' },
    UNKNOWN: { description: 'The provider used a word, or none, that says nothing of the above.' },
  },
});

const GOING_ON = new Set([CallStatus.QUEUED, CallStatus.RINGING, CallStatus.IN_PROGRESS]);

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

/** How far along a call with this status is; the same for all statuses that can end it. */
export function progressOf(status: CallStatus): number {
  return PROGRESS[status];
}

/** Whether a call is surely not over. */
export function isGoingOn(status: CallStatus): boolean {
  return GOING_ON.has(status);
}

/** Whether no other status can follow. UNKNOWN is not terminal: nothing is known of what follows it. */
export function isTerminal(status: CallStatus): boolean {
  return !isGoingOn(status) && status !== CallStatus.UNKNOWN;
}

const ANSWERED = new Set([CallStatus.IN_PROGRESS, CallStatus.COMPLETED]);

/** Whether somebody or something has surely answered. */
export function isAnswered(status: CallStatus): boolean {
  return ANSWERED.has(status);
}
