import { SIMULATED_VENDORS, startSimulators, type SimulatorOptions } from './index.js';

const LAST_PORT = 65_535;

/** One port for each vendor, beginning at SIMULATOR_PORT_BASE. Any free ports if it is not set. */
function readPorts(base: string | undefined): SimulatorOptions['ports'] {
  if (!base) return {};
  const first = Number(base);
  if (!Number.isInteger(first) || first < 1 || first > LAST_PORT - SIMULATED_VENDORS.length + 1) {
    throw new RangeError(`SIMULATOR_PORT_BASE must be a port number from 1 to ${LAST_PORT - SIMULATED_VENDORS.length + 1}, not "${base}"`);
  }
  return Object.fromEntries(SIMULATED_VENDORS.map((name, index) => [name, first + index]));
}

/** Further accounts, at any free ports. */
const accounts = (process.env['SIMULATED_ACCOUNTS'] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');

const simulators = await startSimulators({ ports: readPorts(process.env['SIMULATOR_PORT_BASE']), accounts });

// Prints the environment variables that connect Switchboard to the simulators, for a .env file.
for (const [name, value] of Object.entries(simulators.environment)) {
  process.stdout.write(`${name}=${value}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Exits explicitly, because delayed responses would keep the process running.
  process.once(signal, () => void simulators.close().then(() => process.exit(0)));
}
