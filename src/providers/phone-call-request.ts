import type { CallStatus } from '../model/call-status.js';

/** Carriers through which a call can be placed. */
export enum TelephonyProvider {
  TWILIO = 'TWILIO',
  PLIVO = 'PLIVO',
  TELNYX = 'TELNYX',
}

/** A call to be placed, checked: numbers are E.164, instants are readable and in the future. */
export interface PhoneCallRequest {
  readonly teamId: string;
  readonly callTemplateId: string;
  readonly nameOfHuman: string;
  readonly toPhoneNumber: string;
  readonly promptVariableValues: readonly { readonly key: string; readonly value: string }[];
  readonly phoneNumberId?: string | null;
  readonly fromPhoneNumber?: string | null;
  readonly toEmailAddress?: string | null;
  readonly status?: CallStatus | null;
  readonly telephonyProvider?: TelephonyProvider | null;
  readonly record?: boolean | null;
  readonly callDelayedUntil?: Date | null;
  readonly phoneCallWebhooks?: readonly { readonly url: string; readonly subscribedEvent: string; readonly secret?: string | null }[] | null;
}

/** What a placed call shows of the request it came of. */
export type CallTraits = Pick<PhoneCallRequest, 'toPhoneNumber' | 'callTemplateId' | 'nameOfHuman' | 'promptVariableValues'>;

/** An attempt whose call is looked for. */
export interface DialAttempt {
  readonly traits: CallTraits;
  /** By our clock; the provider's may differ. */
  readonly from: Date;
  readonly to: Date;
  /** Stands in the address of our webhook, where the attempt set one: then it alone decides. Else null. */
  readonly webhookToken: string | null;
}
