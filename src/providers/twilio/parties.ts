import { type PhoneNumber, readE164 } from '../../model/phone-number.js';
import { readNumber } from '../read-number.js';

/** What Twilio sends as the number of a withheld caller: the letters of a word on a keypad. */
const WITHHELD = new Map([
  ['+266696687', 'ANONYMOUS'],
  ['+7378742833', 'RESTRICTED'],
  ['+2562533', 'BLOCKED'],
  ['+8656696', 'UNKNOWN'],
  ['+86282452253', 'UNAVAILABLE'],
]);

/** A party of a call: a number, or the address of a SIP phone or of a client. Only a number has E.164. */
export function readParty(value: unknown): PhoneNumber | null {
  return readNumber(value, undefined, (raw) => (isWithheld(raw) ? null : readE164(raw)));
}

/** Whether a number stands for a caller without one. */
export function isWithheld(number: string): boolean {
  return WITHHELD.has(number);
}
