import { registerEnumType } from 'type-graphql';
import type { CallStatus } from '../../model/call-status.js';
import { comparableText } from '../../model/comparable-text.js';
import type { CallTraits } from '../dial-capability.js';

/** The carriers through which AICaller can place a call (document 001). */
export enum TelephonyProvider {
  TWILIO = 'TWILIO',
  PLIVO = 'PLIVO',
  TELNYX = 'TELNYX',
}

registerEnumType(TelephonyProvider, {
  name: 'TelephonyProvider',
  description: 'The carrier through which AICaller places a call.',
  valuesConfig: { TWILIO: { description: 'Twilio.' }, PLIVO: { description: 'Plivo.' }, TELNYX: { description: 'Telnyx.' } },
});

/** A validated request to place a call: numbers are E.164, instants are readable and in the future. */
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

/** What identifies the AICaller call of a request. */
export interface PhoneCallTraits extends CallTraits {
  readonly callTemplateId: string;
  readonly nameOfHuman: string;
  /** Sorted, so that equal requests serialize equally. */
  readonly promptVariableValues: PhoneCallRequest['promptVariableValues'];
}

export function traitsOf({ toPhoneNumber, callTemplateId, nameOfHuman, promptVariableValues }: PhoneCallRequest): PhoneCallTraits {
  const variables = promptVariableValues.map(({ key, value }) => ({ key, value }));
  const inOrder = variables.sort((a, b) => (JSON.stringify([a.key, a.value]) < JSON.stringify([b.key, b.value]) ? -1 : 1));
  return { toPhoneNumber, callTemplateId, nameOfHuman, promptVariableValues: inOrder };
}

/** The traits that stay equal when AICaller respells a name or adds variables. */
export function similarityOf({ toPhoneNumber, callTemplateId, nameOfHuman }: PhoneCallTraits): string {
  return JSON.stringify([toPhoneNumber, callTemplateId, comparableText(nameOfHuman)]);
}
