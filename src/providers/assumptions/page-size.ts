import { type Assumption, cannotBeTold, doesNotHold, holds, type Inquiry } from './assumption.js';
import { aboutCalls, counted, type ReadSample } from './sample.js';

/** That the first page of recent calls is as large as the largest that we ask for. `hasMore`: there is a second page. */
export function pageIsFull(sample: ReadSample, size: number, hasMore: (inquiry: Inquiry) => Promise<boolean>): Assumption {
  return aboutCalls({ id: 'page-size', claim: `A page has up to ${size} calls.`, answersDepend: false }, sample, async ({ rows }, inquiry) => {
    if (rows.length === size) return holds(`The first page has ${rows.length}.`);
    return (await hasMore(inquiry)) ? doesNotHold(`The first page has ${rows.length}, and there are more.`) : cannotBeTold(`It has only ${counted(rows.length, 'recent call')}.`);
  });
}
