import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problems, read } from '../support/config-problems.js';

const folder = mkdtempSync(join(tmpdir(), 'switchboard-access-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const keys = join(folder, 'jwks.json');
writeFileSync(keys, '{"keys":[]}');
writeFileSync(join(folder, 'broken.json'), '{"keys":');

const LIVE = { SKIPCALL_API_KEY: 'k' };
const JWT = { ...LIVE, AUTH: 'jwt', AUTH_JWKS: 'https://login.example.com/jwks.json', AUTH_ISSUER: 'https://login.example.com/', AUTH_AUDIENCE: 'switchboard' };

test('In production AUTH has to be set; outside it everybody may ask by default', () => {
  expect(problems({ ...LIVE, NODE_ENV: 'production' })).toEqual([expect.stringContaining('AUTH is missing')]);
  expect(read({ ...LIVE, NODE_ENV: 'production', AUTH: 'none' }).tokens).toBeNull();
  expect(read(LIVE).tokens).toBeNull();
});

test('Tokens need keys, an issuer and an audience', () => {
  expect(problems({ ...LIVE, AUTH: 'jwt' })).toEqual(['AUTH_JWKS', 'AUTH_ISSUER', 'AUTH_AUDIENCE'].map((name) => `${name} is missing. AUTH=jwt needs it.`));
  expect(read({ ...JWT, AUTH_JWKS: `${keys}, https://login.example.com/jwks.json` }).tokens).toEqual({
    keys: [keys, 'https://login.example.com/jwks.json'], issuer: 'https://login.example.com/', audience: 'switchboard', algorithms: ['RS256', 'ES256', 'EdDSA'], scopeClaim: 'scope', accountsClaim: 'accounts',
  });
});

test('Settings of tokens without AUTH are an error, because nobody would be asked for one', () => {
  expect(problems({ ...JWT, AUTH: '' })).toEqual([expect.stringContaining('Set AUTH to jwt, or to none.')]);
});

test.each([
  ['an http address', { AUTH_JWKS: 'http://login.example.com/jwks.json' }],
  ['an http address of this machine, in production', { NODE_ENV: 'production', AUTH_JWKS: 'http://127.0.0.1:9/jwks.json' }],
  ['another protocol', { AUTH_JWKS: 'ftp://login.example.com/jwks.json' }],
  ['a file that is missing', { AUTH_JWKS: join(folder, 'nothing.json') }],
  ['a file without keys', { AUTH_JWKS: join(folder, 'broken.json') }],
  ['a list of nothing', { AUTH_JWKS: ',' }],
  ['a list of no algorithms', { AUTH_ALGORITHMS: ', ' }],
  ['one claim for two things', { AUTH_SCOPE_CLAIM: 'roles', AUTH_ACCOUNTS_CLAIM: 'roles' }],
  ['no algorithm', { AUTH_ALGORITHMS: 'none' }],
  ['an algorithm with a shared secret', { AUTH_ALGORITHMS: 'RS256,HS256' }],
])('%s is an error at start', (_, settings) => {
  expect(problems({ ...JWT, ...settings })).toEqual([expect.stringMatching(/^AUTH_(JWKS|ALGORITHMS|SCOPE_CLAIM) /)]);
});

test('An http address of this machine is allowed outside production', () => {
  expect(problems({ ...JWT, AUTH_JWKS: 'http://127.0.0.1:9/jwks.json' })).toEqual([]);
});

test('An address is an address in any spelling', () => {
  expect(read({ ...JWT, AUTH_JWKS: 'HTTPS://login.example.com/jwks.json' }).tokens?.keys).toEqual(['https://login.example.com/jwks.json']);
});
