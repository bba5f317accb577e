import type { Environment } from '../../src/config/check.js';
import { problems, read } from '../support/config-problems.js';

const NORTH = { EXOTEL_NORTH_ACCOUNT_SID: 'north1', EXOTEL_NORTH_API_KEY: 'key', EXOTEL_NORTH_API_TOKEN: 'token' };
const OWN = { EXOTEL_ACCOUNT_SID: 'own1', EXOTEL_API_KEY: 'key', EXOTEL_API_TOKEN: 'token' };

test('The default account comes first, then those with names, in their order', () => {
  const { accounts } = read({ ...OWN, ...NORTH, EXOTEL_ACCOUNTS: 'south-2, north', EXOTEL_SOUTH_2_ACCOUNT_SID: 's', EXOTEL_SOUTH_2_API_KEY: 'k', EXOTEL_SOUTH_2_API_TOKEN: 't', EXOTEL_SOUTH_2_TIME_ZONE: 'Asia/Singapore' });
  expect(accounts.map(({ account }) => account)).toEqual(['exotel', 'exotel-south-2', 'exotel-north']);
  expect(accounts[1]?.settings).toMatchObject({
    EXOTEL_ACCOUNT_SID: 's', EXOTEL_API_KEY: 'k', EXOTEL_API_TOKEN: 't', EXOTEL_BASE_URL: 'https://api.exotel.com', EXOTEL_TIME_ZONE: 'Asia/Singapore', EXOTEL_COUNTRY: 'IN', EXOTEL_REQUESTS_PER_MINUTE: '200',
  });
});

test('A named account needs no default account', () => {
  expect(read({ ...NORTH, EXOTEL_ACCOUNTS: 'north' }).accounts.map(({ account }) => account)).toEqual(['exotel-north']);
});

test('Adding an account changes no secret of another', () => {
  const secretsOf = (environment: Environment) => read(environment).accounts.find(({ account }) => account === 'exotel');
  const { budgetKey, storeKey, cursorKey, eventsToken } = secretsOf({ ...OWN, ...NORTH, EXOTEL_ACCOUNTS: 'north', SKIPCALL_API_KEY: 'k' }) ?? {};
  expect(secretsOf(OWN)).toMatchObject({ budgetKey, storeKey, cursorKey, eventsToken });
});

test('Two accounts with the same credentials share no secret', () => {
  const same = { EXOTEL_NORTH_ACCOUNT_SID: 'own1', EXOTEL_NORTH_API_KEY: 'key', EXOTEL_NORTH_API_TOKEN: 'token', EXOTEL_ACCOUNTS: 'north' };
  const [own, north] = read({ ...OWN, ...same }).accounts;
  for (const secret of ['budgetKey', 'storeKey', 'cursorKey', 'eventsToken'] as const) expect(own?.[secret]).not.toEqual(north?.[secret]);
});

test('EVENTS_TOKEN is the token of default accounts, and a named account has its own', () => {
  const tokens = read({ ...OWN, ...NORTH, EXOTEL_ACCOUNTS: 'north', EVENTS_TOKEN: 'a-token-of-the-default', EXOTEL_NORTH_EVENTS_TOKEN: 'a-token-of-the-north' }).accounts.map(({ eventsToken }) => eventsToken);
  expect(tokens).toEqual(['a-token-of-the-default', 'a-token-of-the-north']);
});

test.each<[string, Environment, string]>([
  ['in capital letters', { EXOTEL_ACCOUNTS: 'North' }, 'EXOTEL_ACCOUNTS is not a list of names'],
  ['with an underscore', { EXOTEL_ACCOUNTS: 'north_1' }, 'EXOTEL_ACCOUNTS is not a list of names'],
  ['with two dashes', { EXOTEL_ACCOUNTS: 'north--1' }, 'EXOTEL_ACCOUNTS is not a list of names'],
  ['that is empty', { EXOTEL_ACCOUNTS: 'north,,south' }, 'EXOTEL_ACCOUNTS is not a list of names'],
  ['that is too long', { EXOTEL_ACCOUNTS: 'n'.repeat(41) }, 'EXOTEL_ACCOUNTS is not a list of names'],
  ['that is repeated', { EXOTEL_ACCOUNTS: 'north,north' }, 'EXOTEL_ACCOUNTS is a list with a name that is repeated.'],
])('A name %s keeps the process from starting', (_, environment, problem) => {
  expect(problems(environment)).toEqual([expect.stringContaining(problem)]);
});

test('What a named account lacks, and what is wrong in it, is said by the names of its variables', () => {
  expect(problems({ EXOTEL_ACCOUNTS: 'north', EXOTEL_NORTH_API_KEY: 'secret-key', EXOTEL_NORTH_TIME_ZONE: 'Mars', EXOTEL_NORTH_EVENTS_TOKEN: 'short' }).toSorted()).toEqual([
    'EXOTEL_NORTH_ACCOUNT_SID is missing.',
    'EXOTEL_NORTH_API_TOKEN is missing.',
    expect.stringMatching(/^EXOTEL_NORTH_EVENTS_TOKEN is not 16 to/),
    'EXOTEL_NORTH_TIME_ZONE is not an IANA time zone such as Asia/Kolkata.',
  ]);
});

test('A variable of an account that is not named in the list is reported, without its value', () => {
  expect(read({ ...OWN, ...NORTH }).warnings).toEqual(['ACCOUNT_SID', 'API_KEY', 'API_TOKEN'].map((name) => `EXOTEL_NORTH_${name} is not a setting and has no effect.`));
  expect(read({ ...OWN, ...NORTH, EXOTEL_ACCOUNTS: 'north' }).warnings).toEqual([]);
});

test('An account to simulate has the name of a provider and one of its own', () => {
  for (const name of ['acme-north', 'exotel', 'contact-center', 'exotelnorth']) {
    expect(problems({ SIMULATED_ACCOUNTS: name })).toEqual(['SIMULATED_ACCOUNTS has a name that is not that of a provider and one of its own, such as exotel-north.']);
  }
  expect(problems({ SIMULATED_ACCOUNTS: 'exotel-', EVENTS_TOKEN: 'short', AUTH: 'maybe', PORT: 'x' }).map((problem) => problem.split(' ')[0]).toSorted()).toEqual(['AUTH', 'EVENTS_TOKEN', 'PORT', 'SIMULATED_ACCOUNTS']);
  expect(read({ SIMULATED_ACCOUNTS: 'exotel-north,contact-center-north' }).simulatedAccounts).toEqual(['exotel-north', 'contact-center-north']);
});
