import { pino } from 'pino';
import { startApp } from '../../src/app.js';
import { readConfig } from '../../src/config/config.js';
import { providerDefinitions } from '../../src/providers/registry.js';
import { place } from '../support/dialing.js';
import { linesSaying } from '../support/logged.js';
import { lookUp, serveCall } from '../support/lookups.js';
import { aliased } from '../support/operations.js';
import { plain } from '../support/plain.js';
import { useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, serve, sid } from '../vendors/rows.js';
import { request } from '../support/switchboard.js';
import { PROVIDERS, SKIPCALL, VENDORS } from '../vendors/index.js';

const replicas = useReplicas({});
const NONE = Object.fromEntries(PROVIDERS.map((provider) => [provider, 0]));

describe('The log has a line for each operation:', () => {
  test('request id, type, name, and number of requests sent', async () => {
    const replica = await replicas.start();
    serve(replicas.simulators.exotel, exotelRow(sid(1), ago(DAY)));
    await replica.switchboard.query(`query TwoCalls ${aliased('EXOTEL', [sid(1)])}`, {}, { 'x-request-id': 'request-1' });
    const [line, ...more] = linesSaying(replica.switchboard, 'operation');
    expect(line).toMatchObject({ requestId: 'request-1', type: 'query', name: 'TwoCalls', outcome: 'ok', sentTo: { ...NONE, EXOTEL: 1 }, milliseconds: expect.any(Number) });
    expect(line?.['codes']).toBeUndefined();
    expect(more).toEqual([]);
  });

  test('its error codes, each once, and the failed requests with the same request id', async () => {
    const replica = await replicas.start();
    replicas.simulators.skipcall.faults.add({ fault: { kind: 'status', status: 401 }, times: 2 });
    const ids = [1, 2].map((index) => serveCall(replicas, SKIPCALL, index).id);
    await replica.switchboard.query(aliased('SKIPCALL', ids), {}, { 'x-request-id': 'request-2' });
    expect(linesSaying(replica.switchboard, 'operation')).toMatchObject([{ requestId: 'request-2', outcome: 'errors', codes: ['PROVIDER_UNAUTHORIZED'], sentTo: { ...NONE, SKIPCALL: 2 } }]);
    const failed = { level: 40, requestId: 'request-2', provider: 'SKIPCALL', outcome: 'PROVIDER_UNAUTHORIZED', status: 401 };
    expect(linesSaying(replica.switchboard, 'upstream request')).toMatchObject([failed, failed]);
  });

  test('also for a refused or invalid operation', async () => {
    const replica = await replicas.start({ MAX_COST_ROWS: '10' });
    await replica.ask('{ calls(first: 11) { nodes { id } } }');
    await replica.ask('{ nothing }');
    await replica.ask('{');
    expect(linesSaying(replica.switchboard, 'operation').map(({ outcome, codes }) => ({ outcome, codes }))).toEqual([
      { outcome: 'refused', codes: ['OPERATION_TOO_COSTLY'] },
      { outcome: 'refused', codes: ['GRAPHQL_VALIDATION_FAILED'] },
      { outcome: 'refused', codes: ['GRAPHQL_PARSE_FAILED'] },
    ]);
  });

  test("including the mutation's request", async () => {
    const replica = await replicas.start();
    await place(replica);
    expect(linesSaying(replica.switchboard, 'operation')).toMatchObject([{ type: 'mutation', sentTo: { ...NONE, AICALLER: 1 } }]);
  });
});

describe('A request id', () => {
  const answeredId = async (headers: Record<string, string>) => {
    const response = await fetch(replicas.first.switchboard.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{"query":"{ __typename }"}' });
    await response.arrayBuffer();
    return response.headers.get('x-request-id');
  };

  test.each(['a', 'order-4711:retry.2', 'A_b-9', 'x'.repeat(100)])('of the caller is returned: %s', async (id) => {
    expect(await answeredId({ 'x-request-id': id })).toBe(id);
  });

  test.each(['with a space', '<script>', 'quote"', 'x'.repeat(101), '{"level":60}'])('that is invalid is replaced: %s', async (id) => {
    const given = await answeredId({ 'x-request-id': id });
    expect(given).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is generated for each request without one', async () => {
    const ids = [await answeredId({}), await answeredId({})];
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is also on answers that are not GraphQL', async () => {
    const response = await fetch(replicas.first.urlOf('/nowhere'), { headers: { 'x-request-id': 'request-3' } });
    await response.arrayBuffer();
    expect([response.status, response.headers.get('x-request-id')]).toEqual([404, 'request-3']);
  });
});

test('Even at debug level, the log has no number, name, id or credential', async () => {
  const log: string[] = [];
  const { environment } = replicas.simulators;
  const config = readConfig({ PORT: '0', DIAL_PATIENCE_MS: '1', ...plain(environment), ...environment, DATA_DIR: undefined }, providerDefinitions);
  const app = await startApp({ ...config, store: { dataDir: null, databaseUrl: undefined } }, config.accounts, false, pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }));
  const ask = (query: string, variables = {}) => request(app.url, query, variables, { authorization: 'Bearer hunter2hunter2' });
  const { id, row } = serveCall(replicas, SKIPCALL, 1);
  const found = await ask(aliased('SKIPCALL', [id], 'from { raw } to { raw } contact { name }'));
  await place({ ask }, { toPhoneNumber: '+12025550177', nameOfHuman: 'Grace Hopper', phoneCallWebhooks: [{ url: 'https://hooks.example.com/x', subscribedEvent: 'phoneCall.completed', secret: 'whsec_secret' }] });
  await ask('{ contactByPhoneNumber(phoneNumber: "+12025550188") { name calls { nodes { id } } } }');
  for (const fault of [{ kind: 'status', status: 500, body: { message: `no call ${id} for +12025550199` } }, { kind: 'reset' }, { kind: 'html' }, { kind: 'status', status: 401 }] as const) {
    replicas.simulators.skipcall.faults.add({ fault });
    await ask(aliased('SKIPCALL', [id]));
  }
  await app.close();
  expect(found.data.a0.to.raw).toBe((row['phoneNumber'] as { value: string }).value);
  // Successful requests are logged at debug level.
  expect(log.map((line) => JSON.parse(line) as object)).toContainEqual(expect.objectContaining({ msg: 'upstream request', level: 20, provider: 'SKIPCALL', outcome: 'OK' }));
  const text = log.join('');
  const credentials = VENDORS.flatMap(({ secrets }) => secrets).map((name) => String(environment[name]));
  for (const credential of credentials) expect(credential.length).toBeGreaterThan(5);
  for (const secret of [...credentials, id, found.data.a0.to.raw as string, '2025550177', '2025550188', '2025550199', 'Grace', 'Hopper', 'whsec', 'hooks.example', 'hunter2', 'callByProviderId', '/v1/']) {
    expect(text).not.toContain(secret);
  }
});

test('A shared look-up is logged for both clients', async () => {
  const replica = await replicas.start({ LOOKUP_WINDOW_MS: '250' });
  serve(replicas.simulators.exotel, exotelRow(sid(1), ago(DAY)), exotelRow(sid(2), ago(DAY)));
  await Promise.all([1, 2].map((number) => lookUp(replica, 'EXOTEL', sid(number))));
  expect(linesSaying(replica.switchboard, 'operation')).toMatchObject([{ sentTo: { ...NONE, EXOTEL: 1 } }, { sentTo: { ...NONE, EXOTEL: 1 } }]);
  expect(replicas.simulators.exotel.requests.length).toBe(1);
});
