import { SIMULATED_VENDORS, startSimulators, type SimulatorOptions } from './index.js';

const LAST_PORT = 65_535;

/** Ports from SIMULATOR_PORT_BASE on, one for each vendor; whichever are free when it isn't set. */
function readPorts(base: string | undefined): SimulatorOptions['ports'] {
  if (!base) return {};
  const first = Number(base);
  if (!Number.isInteger(first) || first < 1 || first > LAST_PORT - SIMULATED_VENDORS.length + 1) {
    throw new RangeError(`SIMULATOR_PORT_BASE must be a port number from 1 to ${LAST_PORT - SIMULATED_VENDORS.length + 1}, not "${base}"`);
  }
  return Object.fromEntries(SIMULATED_VENDORS.map((name, index) => [name, first + index]));
}

const simulators = await startSimulators({ ports: readPorts(process.env['SIMULATOR_PORT_BASE']) });

// The environment that points the product here, ready to be copied into a .env file.
for (const [name, value] of Object.entries(simulators.environment)) {
  process.stdout.write(`${name}=${value}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Answers that are late on purpose would keep the process.
  process.once(signal, () => void simulators.close().then(() => process.exit(0)));
}
