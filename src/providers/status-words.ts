import { CallStatus, isTerminal } from '../model/call-status.js';

/** Spelling differs between and within vendors (no-answer, noAnswer, NO_ANSWER), so only letters count. */
function letters(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, '');
}

/** The word `answered` does not say whether the call is over. A call with an end time is. */
export function atItsEnd(status: CallStatus, word: string | null, endedAt: Date | null): CallStatus {
  return word !== null && !isTerminal(status) && letters(word) === 'answered' && endedAt ? CallStatus.COMPLETED : status;
}

/** Makes a status reader from a vendor's words. The reader never throws: unknown words are UNKNOWN. */
export function statusReader(words: Readonly<Record<string, CallStatus>>): (word: string | null) => CallStatus {
  const asWritten = new Map(Object.entries(words));
  const byLetters = new Map(Object.entries(words).map(([word, status]) => [letters(word), status]));
  return (word) => (word === null ? CallStatus.UNKNOWN : (asWritten.get(word) ?? byLetters.get(letters(word)) ?? CallStatus.UNKNOWN));
}
