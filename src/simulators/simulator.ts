import type { Faults } from './faults.js';
import type { RecordedRequest } from './recorded-request.js';

/** A row as the vendor sends it. */
export type Row = Record<string, unknown>;

export interface Simulator {
  /** Base URL without a trailing slash, before /v1/phoneCalls, /calls/, /v1/Accounts and /v1/calls. */
  url: string;
  /** The environment variables that connect Switchboard to this simulator, by name. */
  credentials: Record<string, string>;
  /** The headers that authorize a request. */
  authorization: Readonly<Record<string, string>>;
  /**
   * The rows exactly as they are served. Changes here are in the next response. A row with an unreadable time
   * matches every time filter and sorts as the oldest.
   */
  rows: Row[];
  /**
   * The last 10,000 requests in the order of arrival, without control requests (/_simulator/...).
   */
  requests: RecordedRequest[];
  /** The faults of the next requests. */
  faults: Faults;
  /** Drops all connections, including requests in progress, and frees the port. */
  close(): Promise<void>;
}
