/** The command of the README. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const run = (environment = {}) => spawn(process.execPath, ['start.js', '--port', '0'], { cwd: FOLDER, env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });

/** The addresses that it prints, by name. */
async function addressesOf(child) {
  let printed = '';
  for await (const piece of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += piece;
    if (printed.includes('Ctrl-C')) break;
  }
  return Object.fromEntries([...printed.matchAll(/^(\w+) +(http\S+)/gm)].map(([, name, address]) => [name, address]));
}

test('start serves the console and a graph that executes its documents only, until it is interrupted, and leaves nothing running', async () => {
  const child = run();
  const ended = once(child, 'exit');
  const addresses = await addressesOf(child);
  const settings = await (await fetch(new URL('/settings.json', addresses.console))).json();
  assert.deepEqual(settings, { switchboardUrl: addresses.switchboard, showsCost: true });
  assert.match(await (await fetch(new URL('/calls/any', addresses.console))).text(), /<div id="root">/);
  const answer = await fetch(addresses.switchboard, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' });
  assert.equal((await answer.json()).errors[0].extensions.code, 'DOCUMENT_NOT_TRUSTED');
  child.kill('SIGINT');
  assert.deepEqual(await ended, [0, null]);
  await assert.rejects(fetch(addresses.switchboard));
  await assert.rejects(fetch(addresses.console));
});

test('SWITCHBOARD_URL points it at another Switchboard, and none is started', async () => {
  const child = run({ SWITCHBOARD_URL: 'https://calls.example.com/graphql', NODE_ENV: 'production' });
  const addresses = await addressesOf(child);
  assert.equal(addresses.switchboard, 'https://calls.example.com/graphql');
  const settings = await (await fetch(new URL('/settings.json', addresses.console))).json();
  assert.deepEqual(settings, { switchboardUrl: 'https://calls.example.com/graphql', showsCost: false });
  child.kill('SIGINT');
  await once(child, 'exit');
});
