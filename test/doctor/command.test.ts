import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { diagnose } from '../../src/doctor/diagnose.js';
import type { AccountReport } from '../../src/doctor/examine.js';
import { readOptions, UsageError } from '../../src/doctor/options.js';
import { asTable } from '../../src/doctor/table.js';
import { startSimulators, type Simulators } from '../../src/simulators/index.js';
import { PRODUCT, useChildren } from '../support/child.js';
import { read } from '../support/config-problems.js';
import { EXAMINED } from '../support/doctor.js';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly problem: string;
}

const children = useChildren();
let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ accounts: ['exotel-north'] });
});
afterAll(() => simulators.close());

/** Runs the command as a process, in a folder without a .env file. */
function doctor(environment: Readonly<Record<string, string>>, ...args: string[]): Promise<Run> {
  const options = { cwd: children.folder('doctor'), env: { PATH: process.env['PATH'], ...environment } };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(PRODUCT, 'doctor', 'main.js'), ...args], options, (error, out, problem) => resolve({ code: Number(error?.code ?? 0), out, problem }));
  });
}

test('All accounts are asked, and a table says what holds', async () => {
  const { code, out, problem } = await doctor(simulators.environment);
  expect({ code, problem }).toEqual({ code: 0, problem: '' });
  for (const account of ['aicaller', 'contact-center', 'exotel', 'exotel-north', 'skipcall', 'twilio', 'plivo']) expect(out).toMatch(new RegExp(`^${account} +\\* It answers at the configured address.* holds `, 'm'));
  expect(out).not.toContain("doesn't hold ");
  expect(out).toMatch(/^\d+ hold, 0 don't hold, \d+ can't be told\.$/m);
  for (const simulator of [...EXAMINED.map((vendor) => simulators[vendor]), ...Object.values(simulators.accounts)]) {
    expect(simulator.requests.length).toBeGreaterThan(0);
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
    for (const secret of Object.values(simulator.authorization)) expect(out).not.toContain(secret.split(' ').at(-1));
  }
});

test('A program gets JSON of the chosen account, and 1 if something that answers depend on does not hold', async () => {
  const { code, out } = await doctor({ ...simulators.environment, AICALLER_RECORDING_HOSTS: 'elsewhere.example.com' }, '--account', 'aicaller', '--json');
  expect(code).toBe(1);
  const { healthy, accounts } = JSON.parse(out) as { healthy: boolean; accounts: AccountReport[] };
  expect({ healthy, accounts }).toMatchObject({ healthy: false, accounts: [{ account: 'aicaller', provider: 'AICALLER', requests: 8, requestsAllowed: 10 }] });
  expect(accounts[0]?.assumptions[0]).toEqual({ id: 'reach', claim: expect.any(String), answersDepend: true, verdict: 'HOLDS', reason: expect.any(String) });
  expect(accounts[0]?.assumptions.filter(({ verdict }) => verdict !== 'HOLDS')).toMatchObject([{ id: 'recording-hosts', verdict: 'DOES_NOT_HOLD' }]);
});

test('The exit code is 2 for wrong settings and for wrong options', async () => {
  expect(await doctor({ ...simulators.environment, EXOTEL_TIME_ZONE: 'Mars' })).toMatchObject({ code: 2, out: '', problem: expect.stringContaining('EXOTEL_TIME_ZONE is not an IANA time zone') });
  expect(await doctor(simulators.environment, '--repair')).toMatchObject({ code: 2, out: '', problem: expect.stringMatching(/^Unknown option '--repair'[^]*npm run doctor/) });
});

test('--help explains the options without settings', async () => {
  expect(await doctor({ EXOTEL_TIME_ZONE: 'Mars' }, '--help')).toMatchObject({ code: 0, problem: '', out: expect.stringContaining('--account') });
});

test.each([
  ['an account that is not configured', ['--account', 'exotel-south'], 'exotel-south is not a configured account. Configured: aicaller, contact-center, exotel, exotel-north, '],
  ['a call of an account that is left out', ['--account', 'exotel', '--call', 'skipcall:1'], '--call names skipcall, which --account leaves out.'],
  ['a call of a provider with a list', ['--call', 'exotel:1'], '--call is not for exotel: its provider lists calls itself.'],
  ['a call without an account', ['--call', '12'], '--call is not an account and an id, such as skipcall:<id>.'],
  ['a call whose id would be another address', ['--call', 'skipcall:..'], "--call has an id that no provider's call can have."],
])('Nothing is asked for %s', async (_, args, problem) => {
  for (const simulator of simulators.all) simulator.requests.length = 0;
  const begin = async () => diagnose(read(simulators.environment), readOptions(args), () => Date.now());
  await expect(begin()).rejects.toThrow(UsageError);
  await expect(begin()).rejects.toThrow(problem);
  expect(simulators.all.flatMap(({ requests }) => requests)).toEqual([]);
});

test('Without an account there is nothing to ask', async () => {
  await expect(diagnose(read({}), readOptions([]), () => Date.now())).rejects.toThrow(UsageError);
});

test('An account whose provider declares nothing is listed', () => {
  expect(asTable([{ account: 'acme', provider: 'ACME', requests: 0, requestsAllowed: 10, assumptions: [] }])).toMatch(/^acme +Its assumptions are declared\. +can't be told {2}/m);
});
