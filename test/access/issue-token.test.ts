import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PRODUCT } from '../support/child.js';
import { useReplicas } from '../support/replicas.js';
import { request } from '../support/switchboard.js';
import { bearer } from '../support/tokens.js';

const replicas = useReplicas({});
const folder = mkdtempSync(join(tmpdir(), 'switchboard-tokens-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const issue = (...options: string[]) => promisify(execFile)(process.execPath, [join(PRODUCT, 'issue-token.js'), ...options], { cwd: folder, env: { PATH: process.env['PATH'], DATA_DIR: folder } });

/** The settings that the command prints. */
function settingsIn(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^ {2}(AUTH\w*)=(.+)$/gm)].map(([, name = '', value = '']) => [name, value]));
}

test('A token that the command signs is accepted with the settings that it prints', async () => {
  const first = await issue('--subject', 'crm', '--scopes', 'calls:read, providers:read', '--accounts', 'exotel');
  const second = await issue();
  const settings = settingsIn(first.stderr);
  expect(settingsIn(second.stderr)).toEqual(settings);
  expect(settings).toMatchObject({ AUTH: 'jwt', AUTH_JWKS: join(folder, 'tokens', 'jwks.json') });
  const { switchboard } = await replicas.start(settings);
  const own = await request(switchboard.url, '{ providerAccounts { name health { status } } calls(first: 1) { totalCount } }', {}, bearer(first.stdout.trim()));
  expect(own).toMatchObject({ status: 200, data: { providerAccounts: [{ name: 'exotel' }] } });
  expect(await request(switchboard.url, '{ providerAccounts { health { status } } }', {}, bearer(second.stdout.trim()))).toMatchObject({ status: 403 });
});

test('Only the user can read the private key, and the other file has nothing of it', async () => {
  await issue();
  const [own, shown] = ['private-key.json', 'jwks.json'].map((name) => join(folder, 'tokens', name)) as [string, string];
  expect(statSync(own).mode & 0o777).toBe(0o600);
  const { d: secret } = JSON.parse(readFileSync(own, 'utf8')) as { d: string };
  expect(secret).toMatch(/.{20}/);
  expect(readFileSync(shown, 'utf8')).not.toContain(secret);
});

test.each([
  ['an unknown scope', ['--scopes', 'calls:write']],
  ['no number of hours', ['--hours', 'many']],
  ['an unknown option', ['--scope', 'calls:read']],
])('%s is an error that shows how to use it', async (_, options) => {
  await expect(issue(...options)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('npm run token') });
});
