import { likened } from '../model/likened.js';
import type { CallTraits, PhoneCallRequest } from '../providers/phone-call-request.js';

/** By what the call of a request is recognised. In one order, so that equal requests are written equally. */
export function traitsOf({ toPhoneNumber, callTemplateId, nameOfHuman, promptVariableValues }: PhoneCallRequest): CallTraits {
  const variables = promptVariableValues.map(({ key, value }) => ({ key, value }));
  const inOrder = variables.sort((a, b) => (JSON.stringify([a.key, a.value]) < JSON.stringify([b.key, b.value]) ? -1 : 1));
  return { toPhoneNumber, callTemplateId, nameOfHuman, promptVariableValues: inOrder };
}

/** What stays of the traits when the provider changes the spelling of a name or adds variables: equal for requests whose calls may be confused. */
export function similarity({ toPhoneNumber, callTemplateId, nameOfHuman }: CallTraits): string {
  return JSON.stringify([toPhoneNumber, callTemplateId, likened(nameOfHuman)]);
}
