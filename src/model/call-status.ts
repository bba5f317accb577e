import { registerEnumType } from 'type-graphql';

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
  description: "The status of a call, with the same values for every provider. Call.providerStatus has the provider's own word.",
  valuesConfig: {
    QUEUED: { description: 'Created but not dialled yet, or waiting in a queue for an agent.' },
    RINGING: { description: 'The phone rings. Nobody has answered yet.' },
    IN_PROGRESS: { description: 'Answered and still in progress.' },
    COMPLETED: { description: 'Answered and ended normally. A voicemail or a menu may have answered.' },
    BUSY: { description: 'The called party was busy or declined the call.' },
    NO_ANSWER: { description: 'It rang and nobody answered.' },
    CANCELED: { description: 'The calling side ended the call before an answer.' },
    FAILED: { description: 'The call could not be connected, e.g. the number does not exist.' },
    UNKNOWN: { description: 'The provider gives no status, or a word that the graph does not know.' },
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

/** A rank of how far along a call is. All statuses that end a call have the same rank. */
export function progressOf(status: CallStatus): number {
  return PROGRESS[status];
}

/** Whether the status says that the call is not over. False for UNKNOWN. */
export function isGoingOn(status: CallStatus): boolean {
  return GOING_ON.has(status);
}

/** Whether no other status can follow. UNKNOWN is not terminal, because any status may follow it. */
export function isTerminal(status: CallStatus): boolean {
  return !isGoingOn(status) && status !== CallStatus.UNKNOWN;
}

const ANSWERED = new Set([CallStatus.IN_PROGRESS, CallStatus.COMPLETED]);

/** Whether the status says that a person, a voicemail or a menu answered. */
export function isAnswered(status: CallStatus): boolean {
  return ANSWERED.has(status);
}
