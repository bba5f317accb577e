import type { Call } from '../../model/call.js';
import { type Assumption, doesNotHold, holds, type Inquiry } from './assumption.js';
import { refusalOf } from './not-asked.js';
import { counted } from './sample.js';

/** That a vendor's filter takes words of which its documents are not certain. `find`: the calls that the vendor finds with a word. */
export function filterTakes(facts: Omit<Assumption, 'check'>, words: readonly string[], find: (word: string, inquiry: Inquiry) => Promise<readonly Call[]>): Assumption {
  return {
    ...facts,
    async check(inquiry) {
      const found: string[] = [];
      for (const word of words) {
        try {
          const calls = await find(word, inquiry);
          if (calls.some(({ providerStatus }) => providerStatus !== word)) return doesNotHold(`With ${word} it also finds calls that have another word.`);
          found.push(`${word} finds ${counted(calls.length, 'call')}`);
        } catch (error) {
          const refusal = refusalOf(error);
          if (refusal === null) throw error;
          return doesNotHold(`It refuses ${word} (HTTP ${refusal}).`);
        }
      }
      return holds(`${found.join(', ')}.`);
    },
  };
}
