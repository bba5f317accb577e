import { SIMULATED_VENDORS, startSimulators, type SimulatorOptions } from './index.js';

const LAST_PORT = 65_535;

/** One for each vendor and two for the recordings. */
const PORTS = SIMULATED_VENDORS.length + 2;

/** Ports beginning at SIMULATOR_PORT_BASE. Any free ports if it is not set. */
function readPorts(base: string | undefined): Pick<SimulatorOptions, 'ports' | 'mediaPorts'> {
  if (!base) return {};
  const first = Number(base);
  if (!Number.isInteger(first) || first < 1 || first > LAST_PORT - PORTS + 1) {
    throw new RangeError(`SIMULATOR_PORT_BASE must be a port number from 1 to ${LAST_PORT - PORTS + 1}, not "${base}"`);
  }
  const media = first + SIMULATED_VENDORS.length;
  return { ports: Object.fromEntries(SIMULATED_VENDORS.map((name, index) => [name, first + index])), mediaPorts: [media, media + 1] };
}

/** Further accounts, at any free ports. */
const accounts = (process.env['SIMULATED_ACCOUNTS'] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');

const simulators = await startSimulators({ ...readPorts(process.env['SIMULATOR_PORT_BASE']), accounts });

// Prints the environment variables that connect Switchboard to the simulators, for a .env file.
for (const [name, value] of Object.entries(simulators.environment)) {
  process.stdout.write(`${name}=${value}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Exits explicitly, because delayed responses would keep the process running.
  process.once(signal, () => void simulators.close().then(() => process.exit(0)));
}
