import { serverAudits } from 'graphql-http';
import { startSimulators, type Simulators } from '../../src/simulators/index.js';
import { Switchboard } from '../support/switchboard.js';
import { PROVIDERS } from '../vendors/index.js';

let simulators: Simulators;
let switchboard: Switchboard;

beforeAll(async () => {
  simulators = await startSimulators({ calls: 0 });
  switchboard = await new Switchboard(simulators.environment).start();
});

afterAll(async () => {
  await switchboard.stop();
  await simulators.close();
});

const FORM_GET = 'a GET that a browser sends to any site without asking first could be made by any site: it needs a header of its own';
const STATUS = 'a refused operation is a 400 for every client, so that proxies and monitoring can tell it from an answer';

/** What the specification lets a server do or advises it to, and this one doesn't, each with its reason. */
const DECLINED: Readonly<Record<string, string>> = {
  'MAY accept application/x-www-form-urlencoded formatted GET requests': FORM_GET,
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json': FORM_GET,
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json': FORM_GET,
  'SHOULD use 200 status code on document parsing failure when accepting application/json': STATUS,
  'SHOULD use 200 status code on document validation failure when accepting application/json': STATUS,
  'SHOULD use a status code of 200 on variable coercion failure when accepting application/json': STATUS,
};

// The address is only known once the server listens; the audits ask for it when they run.
for (const { name, fn } of serverAudits({ url: () => switchboard.url, fetchFn: fetch })) {
  const reason = DECLINED[name];
  test(reason === undefined ? `The server ${name}` : `The server declines what it ${name}: ${reason}`, async () => {
    const result = await fn();
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe(reason === undefined ? 'ok' : 'Response status code is not 200');
  });
}

test('The server declines nothing that it must do', () => {
  expect(Object.keys(DECLINED).filter((name) => name.startsWith('MUST'))).toEqual([]);
});

test('A GET with a header that only programs send is answered', async () => {
  const url = `${switchboard.url}?${new URLSearchParams({ query: 'query ($p: Boolean!) { providers @include(if: $p) { name } }', variables: '{"p":true}' }).toString()}`;
  const response = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });
  expect(await response.json()).toEqual({ data: { providers: PROVIDERS.map((name) => ({ name })) } });
});
