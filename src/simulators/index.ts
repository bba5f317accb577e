import type { Simulator } from './simulator.js';
import { serveVendor } from './vendor-server.js';
import { environmentOf, vendorOf } from './accounts.js';
import { startMediaServer } from './media/server.js';
import { mediaSettingsOf } from './media/settings.js';
import { SIMULATED_VENDORS, type SimulatedVendor, type VendorSetting, VENDORS } from './vendors.js';
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
  /** Ports of the recordings, and of the host that some redirect to. Default 0: any free ports. */
  mediaPorts?: readonly [number, number];
  /** IANA zone of Exotel's zone-less timestamps. Default Asia/Kolkata. */
  exotelTimeZone?: string;
  /** Further accounts, by name: the vendor's name in small letters with dashes, and a name, such as contact-center-north. */
  accounts?: readonly string[];
}

export interface Simulators extends Record<SimulatedVendor, Simulator> {
  /** The simulators of further accounts, by name. */
  accounts: Readonly<Record<string, Simulator>>;
  /** All simulators, in the order of VENDORS, then those of further accounts. */
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
  const { seed = 1, now = Date.now, calls = 1_000, host = '127.0.0.1', ports = {}, mediaPorts = [0, 0], exotelTimeZone = 'Asia/Kolkata', accounts: accountNames = [] } = options;
  /** Each account has a world of its own, so that no two share a call. */
  let authorization = '';
  const media = await startMediaServer(host, mediaPorts, () => authorization);
  const settingOf = (ownSeed: number) => ({ world: makeWorld(ownSeed, now(), calls, media.urlOf), now, seed: ownSeed, exotelTimeZone });
  const setting = settingOf(seed);
  const started = new Map<SimulatedVendor, Simulator>();
  const accounts = new Map<string, Simulator>();
  const close = async () => {
    await Promise.all([media, ...started.values(), ...accounts.values()].map((server) => server.close()));
  };
  try {
    const serve = async (name: SimulatedVendor, ownSetting: VendorSetting, port: number): Promise<Simulator> => {
      const simulator = await serveVendor(VENDORS[name](ownSetting), { host, port, now });
      return { ...simulator, credentials: { ...simulator.credentials, ...mediaSettingsOf(name, media) } };
    };
    for (const name of SIMULATED_VENDORS) started.set(name, await serve(name, setting, ports[name] ?? 0));
    authorization = started.get('exotel')?.authorization['authorization'] ?? '';
    for (const [index, account] of accountNames.entries()) accounts.set(account, await serve(vendorOf(account), settingOf(seed + index + 1), 0));
  } catch (error) {
    await close();
    throw error;
  }
  const environment = Object.assign({}, ...[...started.values()].map(({ credentials }) => credentials), environmentOf(accounts), { RECORDING_ALLOW_LOOPBACK: 'true' }) as Record<string, string>;
  return { ...(Object.fromEntries(started) as Record<SimulatedVendor, Simulator>), accounts: Object.fromEntries(accounts), all: [...started.values(), ...accounts.values()], environment, close };
}
