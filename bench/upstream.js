/** The simulated providers, in a process of their own that counts what it is asked. */
import { SIMULATED_VENDORS, startSimulators } from '../dist/simulators/index.js';
import { answer } from './answers.js';

const CALLS = 5000;
const ONGOING = ['queued', 'ringing', 'in-progress'];

const simulators = await startSimulators({ calls: CALLS });
const counts = Object.fromEntries(SIMULATED_VENDORS.map((vendor) => [vendor, 0]));
let recorded = null;

for (const vendor of SIMULATED_VENDORS) {
  // Counted instead of kept: a run makes some hundred thousand requests.
  simulators[vendor].requests.push = ({ rawUrl }) => {
    counts[vendor] += 1;
    recorded?.push({ vendor, path: rawUrl });
    return 0;
  };
}

answer('environment', () => simulators.environment);
answer('counts', () => counts);
answer('calls at each provider', () => CALLS);
answer('record', () => {
  recorded = [];
});
answer('recorded', () => recorded);
/** The newest calls that are over, which Exotel lists without being given a date; in no order of its own. */
answer('exotel sids', (count) =>
  simulators.exotel.rows
    .filter(({ Status }) => !ONGOING.includes(Status))
    .slice(-count)
    .map(({ Sid }) => Sid)
    .sort(),
);

console.log(`Simulated providers, Exotel's at ${simulators.exotel.url} `);
