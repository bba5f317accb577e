/** The commands of the README, as one types them. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ask } from '../ask.js';
import { gateways } from '../gateways/index.js';
import { queries } from '../queries/index.js';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

for (const gateway of Object.keys(gateways)) {
  test(`start --gateway ${gateway} serves the graph until it is interrupted, and leaves nothing running`, { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, ['start.js', '--gateway', gateway, '--port', '0'], { cwd: FOLDER, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    let printed = '';
    for await (const piece of child.stdout.iterator({ destroyOnReturn: false })) {
      printed += piece;
      if (printed.includes('Ctrl-C')) break;
    }
    const addressOf = (name) => new RegExp(`^${name} +(http\\S+)`, 'm').exec(printed)[1];
    const { data, errors } = await ask(addressOf('gateway'), queries['account-calls'].text);
    assert.equal(errors, undefined);
    assert.equal(data.account.name, 'Aster Freight');
    const { stdout } = await run(process.execPath, ['client/dist/client.js', addressOf('gateway'), 'a2'], { cwd: FOLDER });
    assert.match(stdout, /^Birch & Loom\n {2}\S.*\n {4}2/);
    child.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
    await assert.rejects(fetch(addressOf('switchboard')));
  });
}
