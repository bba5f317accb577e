import { type Json } from '../../model/json-value.js';
import type { ReadCalls } from '../read-rows.js';
import { type Assumption, cannotBeTold, doesNotHold, holds, type Inquiry } from './assumption.js';
import { aboutCalls, type ReadSample } from './sample.js';

/** That a call of the list is found by its id, with the same time. `get`: the product's own look-up of one id. */
export function foundById(sample: ReadSample, read: ReadCalls, get: (id: string, inquiry: Inquiry) => Promise<Json | null>): Assumption {
  return aboutCalls({ id: 'look-up', claim: 'A call of the list is found by its id, with the same time.', answersDepend: true }, sample, async ({ calls }, inquiry) => {
    const [listed] = calls;
    if (!listed) return cannotBeTold('No call has an id.');
    const row = await get(listed.providerCallId, inquiry);
    if (row === null) return doesNotHold('It is not found.');
    const [found] = read([row]).calls;
    if (found?.providerCallId !== listed.providerCallId) return doesNotHold('Another call is found.');
    return found.createdAt.getTime() === listed.createdAt.getTime() ? holds('Both are the same.') : doesNotHold('It has another time.');
  });
}
