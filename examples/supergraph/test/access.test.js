/** Behind a gateway that hands the token on, Switchboard checks it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ask } from '../ask.js';
import { compose } from '../compose.js';
import { gateways } from '../gateways/index.js';
import { startSwitchboard } from '../../switchboard.js';

const ISSUE = fileURLToPath(new URL('../../../dist/issue-token.js', import.meta.url));
const SDL = readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'switchboard-access-'));
const STATUSES = '{ calls(first: 2) { nodes { status } } }';
const NUMBERS = '{ calls(first: 2) { nodes { from { e164 } } } }';
/** Stitching reads the schema from the subgraph, which it would need a token for. */
const WITH_SUPERGRAPH = Object.keys(gateways).filter((name) => name !== 'stitch');
const fronts = {};
let switchboard;
let token;

before(async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [ISSUE, '--scopes', 'calls:read'], { cwd: folder, env: { PATH: process.env.PATH, DATA_DIR: folder } });
  token = stdout.trim();
  const settings = Object.fromEntries([...stderr.matchAll(/^ {2}(AUTH\w*)=(.+)$/gm)].map(([, name, value]) => [name, value]));
  switchboard = await startSwitchboard(settings);
  const urls = { switchboard: switchboard.url };
  const supergraph = compose([{ name: 'switchboard', url: switchboard.url, sdl: SDL }]);
  for (const name of WITH_SUPERGRAPH) fronts[name] = await gateways[name]({ supergraph, urls, port: 0 });
});
after(async () => {
  await Promise.all(Object.values(fronts).map((front) => front.close()));
  await switchboard?.close();
  rmSync(folder, { recursive: true, force: true });
});

const codes = ({ errors = [] }) => errors.map(({ extensions }) => extensions.code);

for (const name of WITH_SUPERGRAPH) {
  test(`${name} hands a token on, and its scopes decide`, async () => {
    const headers = { authorization: `Bearer ${token}` };
    const { data, errors } = await ask(fronts[name].url, STATUSES, { headers });
    assert.equal(errors, undefined);
    assert.equal(data.calls.nodes.length, 2);
    const forbidden = await ask(fronts[name].url, NUMBERS, { headers });
    assert.deepEqual([forbidden.data?.calls ?? null, codes(forbidden)], [null, ['FORBIDDEN']]);
  });

  test(`${name} without a token gets nothing`, async () => {
    const answer = await ask(fronts[name].url, STATUSES);
    assert.deepEqual([answer.data?.calls ?? null, codes(answer)], [null, ['UNAUTHENTICATED']]);
  });
}
