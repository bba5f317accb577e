import { CallStatus } from '../../model/call-status.js';
import { ExotelDirection } from './details.js';

/** The words of the Status parameter (document 004). */
export const STATUS_PARAMETERS: Readonly<Partial<Record<CallStatus, string>>> = {
  [CallStatus.QUEUED]: 'queued',
  [CallStatus.RINGING]: 'ringing',
  [CallStatus.IN_PROGRESS]: 'in-progress',
  [CallStatus.COMPLETED]: 'completed',
  [CallStatus.FAILED]: 'failed',
  [CallStatus.BUSY]: 'busy',
  [CallStatus.NO_ANSWER]: 'no-answer',
  [CallStatus.CANCELED]: 'canceled',
};

/** The words of the Direction parameter. */
export const DIRECTION_PARAMETERS: Readonly<Record<ExotelDirection, string>> = {
  [ExotelDirection.INBOUND]: 'inbound',
  [ExotelDirection.OUTBOUND_DIAL]: 'outbound-dial',
  [ExotelDirection.OUTBOUND_API]: 'outbound-api',
};
