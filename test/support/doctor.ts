import type { Environment } from '../../src/config/check.js';
import { readConfig } from '../../src/config/config.js';
import { diagnose } from '../../src/doctor/diagnose.js';
import type { AccountReport, Examined } from '../../src/doctor/examine.js';
import { providerDefinitions } from '../../src/providers/registry.js';
import { type Row, type SimulatedVendor, type Simulator, type Simulators, startSimulators } from '../../src/simulators/index.js';
import { ChangingProxy, type Difference } from './changing-proxy.js';

/** A Wednesday, so that the simulated vendors have calls of the same morning. */
export const NOW = Date.parse('2026-03-18T12:00:00.500Z');
const CALLS = 1000;

/** The vendors whose providers declare assumptions. */
export const EXAMINED = ['aicaller', 'contactCenter', 'exotel', 'skipcall', 'twilio', 'plivo'] as const satisfies readonly SimulatedVendor[];
export type ExaminedVendor = (typeof EXAMINED)[number];

/** The simulated vendors, each behind a proxy that can make it another one, and what doctor says of them. */
export interface ExaminedVendors {
  readonly simulators: Simulators;
  /** The settings of all accounts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Makes a vendor differ until the test ends. */
  differ(vendor: ExaminedVendor, difference: Difference): void;
  /** What doctor says of one vendor's account. It knows the call of Skipcall that `telling` returns. */
  examine(vendor: ExaminedVendor, environment?: Environment): Promise<AccountReport>;
  /** A call of Skipcall with every field. */
  readonly telling: Row;
}

export function useExaminedVendors(): ExaminedVendors {
  const proxies = new Map<ExaminedVendor, ChangingProxy>();
  let rows: readonly (readonly [Row[], Row[]])[] = [];
  const examined = {
    environment: {},
    differ: (vendor: ExaminedVendor, difference: Difference) => void Object.assign(proxies.get(vendor) ?? {}, { difference }),
    get telling() {
      return examined.simulators.skipcall.rows.find((row) => 'notes' in row && 'sequenceId' in row) as Row;
    },
    async examine(vendor: ExaminedVendor, environment: Environment = {}) {
      const config = readConfig({ ...examined.environment, ...environment }, providerDefinitions);
      const calls = new Map(vendor === 'skipcall' ? [['skipcall', String(examined.telling['id'])]] : []);
      const [report] = await diagnose(config, { accounts: [accountOf(examined.simulators[vendor])], calls }, () => NOW);
      return report as AccountReport;
    },
  } as ExaminedVendors & { simulators: Simulators; environment: Record<string, string> };
  beforeAll(async () => {
    examined.simulators = await startSimulators({ calls: CALLS, now: () => NOW });
    rows = examined.simulators.all.map((simulator) => [simulator.rows, [...simulator.rows]]);
    for (const vendor of EXAMINED) proxies.set(vendor, await ChangingProxy.start(examined.simulators[vendor].url));
    // The credentials contain the addresses, which the proxies replace.
    const throughProxies = [...proxies].map(([vendor, { url }]) => [baseUrlSettingOf(examined.simulators[vendor]), url]);
    examined.environment = { ...examined.simulators.environment, ...(Object.fromEntries(throughProxies) as Record<string, string>) };
  });
  beforeEach(() => {
    for (const proxy of proxies.values()) proxy.difference = {};
    for (const [served, kept] of rows) served.splice(0, Infinity, ...kept);
    for (const simulator of examined.simulators.all) {
      simulator.faults.clear();
      simulator.requests.length = 0;
    }
  });
  afterAll(async () => {
    await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
    await examined.simulators.close();
  });
  return examined;
}

export function baseUrlSettingOf({ credentials }: Simulator): string {
  return Object.keys(credentials).find((name) => name.endsWith('_BASE_URL')) ?? '';
}

function accountOf(simulator: Simulator): string {
  return baseUrlSettingOf(simulator).replace(/_BASE_URL$/, '').toLowerCase().replaceAll('_', '-');
}

/** What was found about one assumption. */
export function findingOf({ assumptions }: AccountReport, id: string): Examined | undefined {
  return assumptions.find((one) => one.id === id);
}
