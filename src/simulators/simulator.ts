import type { Faults } from './faults.js';
import type { RecordedRequest } from './recorded-request.js';

/** A row as the vendor puts it on the wire. */
export type Row = Record<string, unknown>;

export interface Simulator {
  /** Base URL without a trailing slash: what precedes /v1/phoneCalls, /calls/, /v1/Accounts, /v1/calls. */
  url: string;
  /** The environment variables, by name, that point the product at this simulator. */
  credentials: Record<string, string>;
  /**
   * The rows exactly as they are served, live: what is pushed, edited or removed here is so in the
   * next answer. A row whose time can't be read passes every time filter and sorts as the oldest.
   */
  rows: Row[];
  /**
   * Every request received, in order; beyond 10,000 the oldest are dropped. Control requests
   * (/_simulator/...) are left out.
   */
  requests: RecordedRequest[];
  /** What goes wrong next. */
  faults: Faults;
  /** Drops every connection, unanswered requests included, and frees the port. */
  close(): Promise<void>;
}
