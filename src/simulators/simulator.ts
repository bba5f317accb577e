import type { Faults } from './faults.js';
import type { RecordedRequest } from './recorded-request.js';
import type { SimulatedVendor } from './vendors.js';

/** A row as the vendor puts it on the wire. */
export type Row = Record<string, unknown>;

export interface SimulatorOptions {
  /** The same seed and clock give the same people, calls and ids. Default 1. */
  seed?: number;
  /** The only clock the simulators know, in epoch milliseconds. Default `Date.now`. */
  now?: () => number;
  /** Calls seeded at each vendor. Default 1000; 0 gives vendors without any call. */
  calls?: number;
  /** Address to listen on. Default 127.0.0.1. */
  host?: string;
  /** Port of each vendor. Default 0: whichever is free. */
  ports?: Partial<Record<SimulatedVendor, number>>;
  /** IANA zone of Exotel's zone-less timestamps. Default Asia/Kolkata. */
  exotelTimeZone?: string;
}

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

export interface Simulators extends Record<SimulatedVendor, Simulator> {
  /** Each vendor, in the order of the table. */
  all: readonly Simulator[];
  /** The credentials of all of them together. */
  environment: Record<string, string>;
  close(): Promise<void>;
}
