import { likened } from '../model/likened.js';
import type { CallMarks } from '../providers/phone-call-request.js';

/** What calls that may be taken for each other have in common, whatever a provider changes of a name or adds to variables. */
export function likenessOf({ toPhoneNumber, callTemplateId, nameOfHuman }: CallMarks): string {
  return JSON.stringify([toPhoneNumber, callTemplateId, likened(nameOfHuman)]);
}
