import { createAicaller } from './aicaller/server.js';
import { createContactCenter } from './contact-center/server.js';
import { createExotel } from './exotel/server.js';
import type { SimulatedVendor, Simulator, SimulatorOptions, Simulators } from './simulator.js';
import { createSkipcall } from './skipcall/server.js';
import { serveVendor, type Vendor } from './vendor-server.js';
import { makeWorld } from './world.js';

export type { Fault, FaultRule, Faults } from './faults.js';
export type { RecordedRequest } from './recorded-request.js';
export type { Row, SimulatedVendor, Simulator, SimulatorOptions, Simulators } from './simulator.js';

/**
 * Starts the four vendors as HTTP servers of their own over one world of people and calls. The same
 * seed and clock give the same world. Rejects, with none left running, when a port can't be had.
 */
export async function startSimulators(options: SimulatorOptions = {}): Promise<Simulators> {
  const { seed = 1, now = Date.now, calls = 1_000, host = '127.0.0.1', ports = {} } = options;
  const world = makeWorld(seed, now(), calls);
  const started: Simulator[] = [];
  const close = async () => {
    await Promise.all(started.map((simulator) => simulator.close()));
  };
  const start = async (name: SimulatedVendor, vendor: Vendor) => {
    const simulator = await serveVendor(vendor, { host, port: ports[name] ?? 0, now });
    started.push(simulator);
    return simulator;
  };

  try {
    const aicaller = await start('aicaller', createAicaller(world, now, seed));
    const contactCenter = await start('contactCenter', createContactCenter(world));
    const exotel = await start('exotel', createExotel(world, now, options.exotelTimeZone ?? 'Asia/Kolkata'));
    const skipcall = await start('skipcall', createSkipcall(world, now));
    const environment = Object.assign({}, ...started.map(({ credentials }) => credentials)) as Record<string, string>;
    return { aicaller, contactCenter, exotel, skipcall, environment, close };
  } catch (error) {
    await close();
    throw error;
  }
}
