import type { Simulator, SimulatorOptions, Simulators } from './simulator.js';
import { serveVendor } from './vendor-server.js';
import { SIMULATED_VENDORS, type SimulatedVendor, VENDORS } from './vendors.js';
import { makeWorld } from './world.js';

export type { Fault, FaultRule, Faults } from './faults.js';
export type { RecordedRequest } from './recorded-request.js';
export type { Row, Simulator, SimulatorOptions, Simulators } from './simulator.js';
export { SIMULATED_VENDORS, type SimulatedVendor } from './vendors.js';

/**
 * Starts each vendor as an HTTP server of its own over one world of people and calls. The same seed and
 * clock give the same world. Rejects, with none left running, when a port can't be had.
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
