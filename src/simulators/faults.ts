import type { RecordedRequest } from './recorded-request.js';

/** A fault of one response. */
export type Fault =
  /**
   * Sends this status. A string body is sent unchanged, any other body as JSON. Without a body, the vendor's error
   * envelope is sent.
   */
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  /** An HTML page as a proxy would send it. Default status 200. */
  | { kind: 'html'; status?: number }
  /** Status 200 and a JSON content type with a body that is not JSON. */
  | { kind: 'malformed-json' }
  /** Drops the connection without executing the request. */
  | { kind: 'reset' }
  /** Drops the connection in the middle of the normal response's body. */
  | { kind: 'reset-mid-body' }
  /** Never responds. */
  | { kind: 'hang' }
  /** Responds normally after this time of the real clock. */
  | { kind: 'delay'; milliseconds: number }
  /** Valid JSON of about this many bytes, without a content-length. */
  | { kind: 'oversized'; bytes: number }
  /** 302 to this location. */
  | { kind: 'redirect'; location: string }
  /** Executes the request, so that a call is placed, but responds with this status. */
  | { kind: 'answer-then-fail'; status: number }
  /** Executes the request, so that a call is placed, but drops the connection. */
  | { kind: 'act-then-reset' };

export interface FaultRule {
  /** The requests that it applies to. Default: all. */
  when?: (request: RecordedRequest) => boolean;
  /** The number of requests that it applies to. May be Infinity. Default 1. */
  times?: number;
  fault: Fault;
}

/** The active faults of one simulator. The first added one that matches a request applies. */
export class Faults {
  private rules: { when: (request: RecordedRequest) => boolean; left: number; fault: Fault }[] = [];

  add({ when = () => true, times = 1, fault }: FaultRule): void {
    this.rules.push({ when, left: times, fault });
  }

  clear(): void {
    this.rules = [];
  }

  /** Returns the fault for this request and counts it as used. Undefined if none applies. */
  take(request: RecordedRequest): Fault | undefined {
    const rule = this.rules.find(({ when, left }) => left > 0 && when(request));
    if (rule) rule.left -= 1;
    return rule?.fault;
  }
}
