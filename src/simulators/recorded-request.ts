import type { IncomingHttpHeaders } from 'node:http';

/** A request as it reached a simulator, whatever was answered. */
export interface RecordedRequest {
  method: string;
  /** The path without query, not decoded. */
  path: string;
  query: URLSearchParams;
  /** Path and query exactly as received. */
  rawUrl: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** When it was received, in epoch milliseconds of the simulators' clock. */
  at: number;
}
