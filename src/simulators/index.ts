import type { Simulator } from './simulator.js';
import { serveVendor } from './vendor-server.js';
import { SIMULATED_VENDORS, type SimulatedVendor, VENDORS } from './vendors.js';
import { makeWorld } from './world.js';

export type { Fault, FaultRule, Faults } from './faults.js';
export type { RecordedRequest } from './recorded-request.js';
export type { Row, Simulator } from './simulator.js';
export { SIMULATED_VENDORS, type SimulatedVendor } from './vendors.js';

export interface SimulatorOptions {
  /** The same seed and clock give the same people, calls and ids. Default 1. */
  seed?: number;
  /** The simulators' only clock, in epoch milliseconds. Default `Date.now`. */
  now?: () => number;
  /** The number of calls at each vendor. Default 1000. */
  calls?: number;
  /** Address to listen on. Default 127.0.0.1. */
  host?: string;
  /** Port of each vendor. Default 0: any free port. */
  ports?: Partial<Record<SimulatedVendor, number>>;
  /** IANA zone of Exotel's zone-less timestamps. Default Asia/Kolkata. */
  exotelTimeZone?: string;
}

export interface Simulators extends Record<SimulatedVendor, Simulator> {
  /** All simulators, in the order of VENDORS. */
  all: readonly Simulator[];
  /** The environment variables of all simulators. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/**
 * Starts an HTTP server for each vendor. All share one world of people and calls. The same seed and clock give the
 * same world. If a port is not available, stops all servers and rejects.
 */
export async function startSimulators(options: SimulatorOptions = {}): Promise<Simulators> {
  const { seed = 1, now = Date.now, calls = 1_000, host = '127.0.0.1', ports = {}, exotelTimeZone = 'Asia/Kolkata' } = options;
  const setting = { world: makeWorld(seed, now(), calls), now, seed, exotelTimeZone };
  const started = new Map<SimulatedVendor, Simulator>();
  const close = async () => {
    await Promise.all([...started.values()].map((simulator) => simulator.close()));
  };
  try {
    for (const name of SIMULATED_VENDORS) started.set(name, await serveVendor(VENDORS[name](setting), { host, port: ports[name] ?? 0, now }));
  } catch (error) {
    await close();
    throw error;
  }
  const all = [...started.values()];
  const environment = Object.assign({}, ...all.map(({ credentials }) => credentials)) as Record<string, string>;
  return { ...(Object.fromEntries(started) as Record<SimulatedVendor, Simulator>), all, environment, close };
}
