import { CallStatus } from '../../model/call-status.js';
import { type Assumption, doesNotHold, holds } from './assumption.js';
import { aboutCalls, counted, type ReadSample } from './sample.js';

const MOST_UNKNOWN = 0.1;

export function statusesKnown(sample: ReadSample): Assumption {
  return aboutCalls({ id: 'statuses', claim: 'We know the status words of at least nine calls in ten.', answersDepend: true }, sample, ({ calls }) => {
    const unknown = calls.filter(({ status }) => status === CallStatus.UNKNOWN).length;
    const reason = `${unknown} of ${counted(calls.length, 'call')} have an unknown one.`;
    return unknown <= calls.length * MOST_UNKNOWN ? holds(reason) : doesNotHold(reason);
  });
}
