import type { RecordedRequest } from './recorded-request.js';

/** What can go wrong with one answer. */
export type Fault =
  /**
   * Answers this instead. A string body goes out as it is, anything else as JSON; without one, the
   * vendor's error envelope does.
   */
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  /** An HTML page, as a proxy in between would send. Default status 200. */
  | { kind: 'html'; status?: number }
  /** Status 200 and a JSON content type over text that isn't JSON. */
  | { kind: 'malformed-json' }
  /** Drops the connection before answering, without doing what was asked. */
  | { kind: 'reset' }
  /** Drops the connection in the middle of the normal answer's body. */
  | { kind: 'reset-mid-body' }
  /** Never answers. */
  | { kind: 'hang' }
  /** Answers normally, this much later in real time. */
  | { kind: 'delay'; milliseconds: number }
  /** Valid JSON of about this many bytes, without a content-length. */
  | { kind: 'oversized'; bytes: number }
  /** 302 to this location. */
  | { kind: 'redirect'; location: string }
  /** Does what was asked, a call is placed, and answers this status. */
  | { kind: 'answer-then-fail'; status: number }
  /** Does what was asked, a call is placed, and drops the connection. */
  | { kind: 'act-then-reset' };

export interface FaultRule {
  /** Which requests it strikes. Default: every one. */
  when?: (request: RecordedRequest) => boolean;
  /** How many requests it strikes, Infinity allowed. Default 1. */
  times?: number;
  fault: Fault;
}

/** The faults waiting for a request at one simulator. The first added that matches strikes. */
export class Faults {
  private rules: { when: (request: RecordedRequest) => boolean; left: number; fault: Fault }[] = [];

  add({ when = () => true, times = 1, fault }: FaultRule): void {
    this.rules.push({ when, left: times, fault });
  }

  clear(): void {
    this.rules = [];
  }

  /** The fault that strikes this request, counted as used; undefined when none does. */
  take(request: RecordedRequest): Fault | undefined {
    const rule = this.rules.find(({ when, left }) => left > 0 && when(request));
    if (rule) rule.left -= 1;
    return rule?.fault;
  }
}
