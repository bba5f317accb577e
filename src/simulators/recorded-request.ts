import type { IncomingHttpHeaders } from 'node:http';

/** A request as a simulator received it. */
export interface RecordedRequest {
  method: string;
  /** The encoded path without the query. */
  path: string;
  query: URLSearchParams;
  /** Path and query exactly as received. */
  rawUrl: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** When it was received, in epoch milliseconds of the simulators' clock. */
  at: number;
}
