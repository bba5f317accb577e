import { type Row, SIMULATED_VENDORS, type Simulators, startSimulators } from '../../src/simulators/index.js';
import { Clock } from './asking.js';

const { now } = new Clock();
const VENDORS = SIMULATED_VENDORS;

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ now });
});
afterAll(() => simulators.close());

const words = (rows: Row[], name: string) => new Set(rows.map((row) => row[name]));

/** The rows without the legs of other calls, which carriers have as rows too. */
const calls = (rows: Row[]) => rows.filter((row) => typeof row['parent_call_sid'] !== 'string');

/** The addresses of recordings have a port that is free by chance. */
const withoutPorts = (rows: Row[]) => JSON.stringify(rows).replace(/127\.0\.0\.1:\d+/g, 'host');

describe('The simulated world', () => {
  test('is the same for the same seed and clock, and different for another seed', async () => {
    const [same, other] = await Promise.all([startSimulators({ now }), startSimulators({ now, seed: 2 })]);
    for (const vendor of VENDORS) {
      expect(withoutPorts(same[vendor].rows)).toEqual(withoutPorts(simulators[vendor].rows));
      expect(withoutPorts(other[vendor].rows)).not.toEqual(withoutPorts(simulators[vendor].rows));
    }
    await Promise.all([same.close(), other.close()]);
  });

  test('has the configured number of calls at each vendor, or none', async () => {
    for (const vendor of VENDORS) expect(calls(simulators[vendor].rows)).toHaveLength(1_000);
    for (const count of [0, 3]) {
      const small = await startSimulators({ now, calls: count });
      for (const vendor of VENDORS) expect(calls(small[vendor].rows)).toHaveLength(count);
      await small.close();
    }
  });

  test('has every status word of every vendor', () => {
    expect([...words(simulators.aicaller.rows, 'status')].sort()).toEqual([
      'busy', 'canceled', 'cancelled', 'completed', 'failed', 'inProgress', 'noAnswer', 'queued', 'ringing',
    ]);
    expect([...words(simulators.exotel.rows, 'Status')].sort()).toEqual([
      'busy', 'canceled', 'carrier-rejected', 'completed', 'failed', 'in-progress', 'no-answer', 'queued', 'ringing',
    ]);
    expect([...words(simulators.contactCenter.rows, 'type')]).toEqual(
      expect.arrayContaining(['answered', 'missed', 'voicemail', 'abandoned', 'in_queue', 'in_progress']),
    );
    expect([...words(simulators.skipcall.rows, 'status')]).toEqual(
      expect.arrayContaining(['completed', 'missed', 'no-answer', 'busy', 'failed', 'voicemail', 'in-progress']),
    );
  });

  test('covers six months minus a day, with calls in the last minutes and some at the same instant', () => {
    const times = simulators.aicaller.rows.map((row) => Date.parse(String(row['createdAt']))).sort((a, b) => a - b);
    expect(times[0]).toBeGreaterThanOrEqual(Date.parse('2025-09-19T12:00:00Z'));
    expect(times[0]).toBeLessThan(Date.parse('2025-11-01T00:00:00Z'));
    expect(times.at(-1)).toBeGreaterThan(now() - 10 * 60_000);
    expect(times.at(-1)).toBeLessThanOrEqual(now());
    expect(new Set(times).size).toBeLessThan(times.length);
  });

  test('has no call that ends after now', () => {
    const ends = [
      ...simulators.aicaller.rows.map((row) => row['callEndedAt']),
      ...simulators.skipcall.rows.map((row) => row['updatedAt']),
    ].filter((end) => typeof end === 'string');
    expect(Math.max(...ends.map((end) => Date.parse(end)))).toBeLessThanOrEqual(now());
  });

  test('has people with calls at several vendors', () => {
    const called = words(simulators.aicaller.rows, 'toPhoneNumber');
    const contacts = simulators.contactCenter.rows.map((row) => row['contact'] as Row | null);
    expect(contacts.filter((contact) => contact && called.has(`+${String(contact['number'])}`)).length).toBeGreaterThan(500);
    const customers = simulators.exotel.rows.map((row) => (row['Direction'] === 'inbound' ? row['From'] : row['To']));
    expect(customers.filter((number) => called.has(number)).length).toBeGreaterThan(500);
  });

  test('has no real phone numbers', () => {
    const text = JSON.stringify(VENDORS.map((vendor) => simulators[vendor].rows));
    // Sid and _id are hexadecimal and may contain digits like a number, so only whole JSON strings count.
    const numbers = new Set(text.match(/(?<=")(\+|0)?\d{10,13}(?=")/g));
    const international = /^\+?(1\d{3}55501\d{2}|3319900\d{4}|3363998\d{4}|447700900\d{3}|91999990\d{4})$/;
    const national = /^0?(\d{3}55501\d{2}|19900\d{4}|63998\d{4}|7700900\d{3}|999990\d{4})$/;
    expect(numbers.size).toBeGreaterThan(100);
    expect([...numbers].filter((number) => !international.test(number) && !national.test(number))).toEqual([]);
  });

  test('can be reached with the environment variables that it returns', () => {
    expect(simulators.environment).toEqual(Object.assign({ RECORDING_ALLOW_LOOPBACK: 'true' }, ...VENDORS.map((vendor) => simulators[vendor].credentials)));
    expect(simulators.environment['AICALLER_BASE_URL']).toBe(simulators.aicaller.url);
  });

  test('starts on the configured ports, and not at all if one is taken', async () => {
    const taken = Number(new URL(simulators.skipcall.url).port);
    await expect(startSimulators({ calls: 0, ports: { skipcall: taken } })).rejects.toThrow('EADDRINUSE');
  });
});
