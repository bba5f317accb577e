import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { KeySet } from '../../src/access/key-set.js';
import { tokenCheck } from '../../src/access/token-check.js';
import { eventually } from '../support/eventually.js';
import { AUDIENCE, ISSUER, Issuer, useIssuer } from '../support/tokens.js';

const MINUTE = 60_000;
const issuer = useIssuer();
const folder = mkdtempSync(join(tmpdir(), 'switchboard-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let failures: unknown[];
let elapsed: number;
beforeEach(async () => {
  issuer.status = 200;
  issuer.reads = 0;
  issuer.keys.length = 0;
  await issuer.rotate('key-1');
  failures = [];
  elapsed = 0;
});

const keysAt = (...places: string[]) => new KeySet(places, (error) => failures.push(error), () => elapsed);
/** Checks a token of the issuer as a request does. */
function checkWith(keys: KeySet) {
  const check = tokenCheck({ keys, issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256'], scopeClaim: 'scope', accountsClaim: 'accounts' }, () => Date.now(), () => undefined);
  return async (token: string) => check(`Bearer ${token}`).then(({ identity }) => identity?.subject, (error: { extensions: { code: string } }) => error.extensions.code);
}

test('A withdrawn key is accepted for ten minutes at most, even for a token that was accepted before', async () => {
  const check = checkWith(keysAt(issuer.address));
  const token = await issuer.token();
  expect(await check(token)).toBe('ada');
  issuer.keys.length = 0;
  await issuer.rotate('key-2');
  elapsed += 10 * MINUTE;
  expect(await check(token)).toBe('UNAUTHENTICATED');
  expect(await check(await issuer.token())).toBe('ada');
});

test('Keys are read again in the background before they are too old', async () => {
  const check = checkWith(keysAt(issuer.address));
  const token = await issuer.token();
  await check(token);
  elapsed += 6 * MINUTE;
  await check(token);
  await eventually('another read', () => issuer.reads === 2);
});

test('While the keys can not be read, known keys go on for a day, and others are not refused for good', async () => {
  const check = checkWith(keysAt(issuer.address));
  const known = await issuer.token();
  await check(known);
  issuer.status = 500;
  elapsed += 60 * MINUTE;
  expect(await check(known)).toBe('ada');
  expect(await check(await issuer.token({ sub: 'grace' }))).toBe('grace');
  expect(await check(await issuer.token({}, { kid: 'unknown' }))).toBe('AUTH_UNAVAILABLE');
  elapsed += 24 * 60 * MINUTE;
  expect(await check(known)).toBe('AUTH_UNAVAILABLE');
});

test('Keys that can not be read are not asked for by every request', async () => {
  issuer.status = 500;
  const check = checkWith(keysAt(issuer.address));
  const token = await issuer.token();
  for (let time = 0; time < 50; time++) expect(await check(token)).toBe('AUTH_UNAVAILABLE');
  expect(issuer.reads).toBe(1);
  expect(failures).toHaveLength(1);
  issuer.status = 200;
  elapsed += 3000;
  expect(await check(token)).toBe('ada');
});

test('Two places may have different keys with one id', async () => {
  const other = await new Issuer().start();
  const check = checkWith(keysAt(issuer.address, other.address));
  expect(await check(await issuer.token({ sub: 'ada' }))).toBe('ada');
  expect(await check(await other.token({ sub: 'grace' }))).toBe('grace');
  const stranger = await new Issuer().start();
  expect(await check(await stranger.token({ sub: 'eve' }))).toBe('UNAUTHENTICATED');
  await Promise.all([other.close(), stranger.close()]);
});

test('A place that hangs delays only tokens whose key is not known yet', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const keys = keysAt(issuer.address, `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
  const token = await issuer.token();
  const first = keys.refresh();
  // The key of the first place is there although the second one has not answered.
  while (keys.version === 0) await new Promise((resolve) => setImmediate(resolve));
  const { payload } = await jwtVerify(token, keys.keyOf);
  expect(payload.sub).toBe('ada');
  silent.closeAllConnections();
  silent.close();
  await first;
});

test('A file is read again like an address', async () => {
  const file = join(folder, 'jwks.json');
  const write = () => writeFileSync(file, JSON.stringify({ keys: issuer.keys }));
  write();
  const check = checkWith(keysAt(file));
  const token = await issuer.token();
  expect(await check(token)).toBe('ada');
  issuer.keys.length = 0;
  await issuer.rotate('key-2');
  write();
  expect(await check(await issuer.token())).toBe('UNAUTHENTICATED');
  elapsed += MINUTE;
  expect(await check(await issuer.token())).toBe('ada');
  expect(await check(token)).toBe('UNAUTHENTICATED');
});

test('A file that is broken for a moment changes nothing', async () => {
  const file = join(folder, 'broken.json');
  writeFileSync(file, JSON.stringify({ keys: issuer.keys }));
  const check = checkWith(keysAt(file));
  const token = await issuer.token();
  await check(token);
  writeFileSync(file, '{"keys":');
  elapsed += 11 * MINUTE;
  expect(await check(token)).toBe('ada');
  expect(failures).toHaveLength(1);
});

test('A token expires at its instant, and not some seconds later', async () => {
  const check = checkWith(keysAt(issuer.address));
  expect(await check(await issuer.token({ exp: Math.floor(Date.now() / 1000) - 1 }))).toBe('UNAUTHENTICATED');
  expect(await check(await issuer.token({ nbf: Math.floor(Date.now() / 1000) + 3 }))).toBe('ada');
});
