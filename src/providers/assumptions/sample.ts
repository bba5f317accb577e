import type { Call } from '../../model/call.js';
import { type Json, records } from '../../model/json-value.js';
import type { ReadCalls } from '../read-rows.js';
import { type Assumption, cannotBeTold, type Finding, type Inquiry } from './assumption.js';

/** Some calls of an account, as the vendor sent them and as we read them. */
export interface Sample {
  readonly rows: readonly Json[];
  readonly calls: readonly Call[];
  /** Why there are no rows, for people. */
  readonly whyEmpty: string;
}

export type ReadSample = (inquiry: Inquiry) => Promise<Sample>;

export function sampleOf(rows: readonly unknown[], read: ReadCalls, whyEmpty: string): Sample {
  return { rows: records(rows), calls: read(rows).calls, whyEmpty };
}

/** An assumption about the calls of a sample. It can't be told without any. */
export function aboutCalls(facts: Omit<Assumption, 'check'>, sample: ReadSample, judge: (sample: Sample, inquiry: Inquiry) => Finding | Promise<Finding>): Assumption {
  return {
    ...facts,
    async check(inquiry) {
      const read = await sample(inquiry);
      return read.rows.length === 0 ? cannotBeTold(read.whyEmpty) : judge(read, inquiry);
    },
  };
}

/** `1 call`, `2 calls`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
