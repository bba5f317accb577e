import { CallStatus } from '../model/call-status.js';

/** Spelling differs between and within vendors (no-answer, noAnswer, NO_ANSWER): only letters count. */
function letters(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, '');
}

/** `answered` says that somebody did, and nothing of what came then: a call with an end is over. */
export function atItsEnd(status: CallStatus, word: string | null, endedAt: Date | null): CallStatus {
  return word !== null && letters(word) === 'answered' && endedAt ? CallStatus.COMPLETED : status;
}

/** Makes a vendor's status reader from its words. It never throws: unknown words are UNKNOWN. */
export function statusReader(words: Readonly<Record<string, CallStatus>>): (word: string | null) => CallStatus {
  const byLetters = new Map(Object.entries(words).map(([word, status]) => [letters(word), status]));
  return (word) => (word === null ? CallStatus.UNKNOWN : (byLetters.get(letters(word)) ?? CallStatus.UNKNOWN));
}
