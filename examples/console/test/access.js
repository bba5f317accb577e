/** Access is on: without a token nothing is shown, and a token shows what its scopes allow. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { rowsOf, useConsole } from './console.js';

const ISSUE = fileURLToPath(new URL('../../../dist/issue-token.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'console-tokens-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A token of the key pair that Switchboard's own command makes. */
const tokenWith = (scopes) => execFileSync(process.execPath, [ISSUE, '--scopes', scopes], { cwd: folder, env: { PATH: process.env.PATH, DATA_DIR: folder }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

const readsCalls = tokenWith('calls:read,personal:read');
const readsNoNames = tokenWith('calls:read');
const parts = useConsole({ AUTH: 'jwt', AUTH_JWKS: join(folder, 'tokens', 'jwks.json'), AUTH_ISSUER: 'switchboard-tokens', AUTH_AUDIENCE: 'switchboard' });

async function enter(place, token) {
  await place.getByLabel('Token', { exact: true }).fill(token);
  await place.getByRole('button', { name: 'Use this token' }).click();
}

test('without a token the list asks for one, and with one it is there and live, also after a reload', async () => {
  const page = await parts.open('/calls');
  const notice = page.getByRole('alert');
  await notice.getByText('Access is on here').waitFor();
  await page.getByText('Not live: access refused').waitFor();
  await enter(notice, readsCalls);
  await rowsOf(page).first().waitFor();
  await page.locator('.line-mark', { hasText: 'Live' }).waitFor();
  await page.reload();
  await rowsOf(page).first().waitFor();
});

test('a token that is not accepted is refused', async () => {
  const page = await parts.open('/calls');
  await enter(page.getByRole('alert'), 'no-token-at-all');
  await page.getByText('Not live: access refused').waitFor();
  await page.getByRole('alert').getByText('Access is on here').waitFor();
});

test('a token without a scope is said to lack it, and a page that needs other scopes works', async () => {
  const page = await parts.open('/calls');
  await enter(page.getByRole('alert'), readsNoNames);
  await page.getByRole('alert').getByText('The token needs: calls:read, personal:read.').waitFor();
  await page.getByText('Not live: access refused').waitFor();
  await page.getByRole('link', { name: 'At a glance' }).click();
  await page.getByText(/\d+ calls since/).waitFor();
  await page.getByRole('region', { name: 'Providers' }).getByText('The token needs: providers:read.').waitFor();
});

test('a token is forgotten when somebody wants it to be', async () => {
  const page = await parts.open('/calls');
  await enter(page.getByRole('alert'), readsCalls);
  await rowsOf(page).first().waitFor();
  await page.getByRole('button', { name: 'Access' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget the token' }).click();
  await page.getByRole('alert').getByText('Access is on here').waitFor();
});
