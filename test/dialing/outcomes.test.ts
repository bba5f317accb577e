import type { Fault } from '../../src/simulators/index.js';
import { place, posts, SECRET } from '../support/dialing.js';
import { closedPort } from '../support/closed-port.js';
import { type Graph, useGraph } from '../support/graph.js';
import { Switchboard } from '../support/switchboard.js';

const graph = useGraph({ calls: 0 });
const others: Switchboard[] = [];
afterAll(() => Promise.all(others.map((other) => other.stop())));

/** Another Switchboard for the same providers, with other settings. */
async function another(environment: Record<string, string>): Promise<Pick<Graph, 'ask'>> {
  const other = await new Switchboard({ ...graph.simulators.environment, ...environment }).start();
  others.push(other);
  return { ask: (query, variables) => other.query(query, variables) };
}

describe('A call is sent once and never again when', () => {
  test.each<[string, Fault, string]>([
    ['AICaller refuses it', { kind: 'status', status: 400, body: { message: 'the template is archived' } }, 'PROVIDER_REJECTED'],
    ['AICaller refuses the credentials', { kind: 'status', status: 401 }, 'PROVIDER_REJECTED'],
    ['AICaller limits the rate', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, 'PROVIDER_REJECTED'],
    ['AICaller fails', { kind: 'status', status: 500 }, 'OUTCOME_UNKNOWN'],
    ['AICaller is overloaded', { kind: 'status', status: 503, headers: { 'retry-after': '1' } }, 'OUTCOME_UNKNOWN'],
    ['the connection is dropped', { kind: 'reset' }, 'OUTCOME_UNKNOWN'],
    ['the answer is cut off', { kind: 'reset-mid-body' }, 'OUTCOME_UNKNOWN'],
    ['the answer is not JSON', { kind: 'malformed-json' }, 'OUTCOME_UNKNOWN'],
    ['a proxy answers with an HTML page', { kind: 'html' }, 'OUTCOME_UNKNOWN'],
    ['the answer is a list', { kind: 'status', status: 200, body: { data: [] } }, 'OUTCOME_UNKNOWN'],
    ['the answer has no id', { kind: 'status', status: 200, body: { data: { status: 'queued' } } }, 'OUTCOME_UNKNOWN'],
    ['the answer is a redirect', { kind: 'redirect', location: '/v1/phoneCalls' }, 'OUTCOME_UNKNOWN'],
  ])('%s', async (_, fault, code) => {
    graph.simulators.aicaller.faults.add({ fault });
    const { data, errors } = await place(graph);
    expect(errors).toBeUndefined();
    expect(data.createPhoneCall).toMatchObject({ call: null, replayed: false, userErrors: [{ code, field: null }] });
    expect(posts(graph).length).toBe(1);
  });

  test.each<[string, Fault]>([
    ['AICaller places it and then fails', { kind: 'answer-then-fail', status: 502 }],
    ['AICaller places it and then drops the connection', { kind: 'act-then-reset' }],
  ])('%s, and the call is found and returned normally', async (name, fault) => {
    graph.simulators.aicaller.faults.add({ fault });
    const { data } = await place(graph, { nameOfHuman: name }, 'details { ... on AiCallerCallDetails { nameOfHuman } }');
    expect(data.createPhoneCall).toEqual({ call: { details: { nameOfHuman: name } }, replayed: false, userErrors: [] });
    expect(posts(graph).length).toBe(1);
  });

  test('AICaller never answers', async () => {
    graph.simulators.aicaller.faults.add({ fault: { kind: 'hang' }, times: Infinity });
    const { data } = await place(await another({ UPSTREAM_TIMEOUT_MS: '200' }));
    expect(data.createPhoneCall).toMatchObject({ call: null, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    expect(posts(graph).length).toBe(1);
  });
});

test("If nothing listens at AICaller's address, nothing was sent, and a retry is safe", async () => {
  const { data } = await place(await another({ AICALLER_BASE_URL: await closedPort() }));
  expect(data.createPhoneCall).toMatchObject({ call: null, userErrors: [{ code: 'PROVIDER_UNAVAILABLE', field: null }] });
});

test('Without a configured provider that places calls, the error says so', async () => {
  const other = await another({ AICALLER_API_KEY: '', AICALLER_BASE_URL: '' });
  const { data } = await place(other);
  expect(data.createPhoneCall).toMatchObject({ call: null, userErrors: [{ code: 'PROVIDER_UNAVAILABLE' }] });
  expect(posts(graph)).toEqual([]);
});

describe('A refusal', () => {
  test("has the reason in AICaller's words", async () => {
    graph.simulators.aicaller.faults.add({ fault: { kind: 'status', status: 400, body: { message: 'the template is archived' } } });
    const { data } = await place(graph);
    expect(data.createPhoneCall.userErrors[0]?.message).toContain('the template is archived');
  });

  test('does not contain a credential that AICaller repeats', async () => {
    const key = graph.simulators.aicaller.credentials['AICALLER_API_KEY'];
    graph.simulators.aicaller.faults.add({ fault: { kind: 'status', status: 401, body: { message: `No such key: ${key}` } } });
    const answer = await place(graph);
    expect(answer.data.createPhoneCall.userErrors).toHaveLength(1);
    expect(JSON.stringify([answer, graph.switchboard.log])).not.toContain(key);
  });

  test('does not contain a secret that AICaller repeats', async () => {
    graph.simulators.aicaller.faults.add({ fault: { kind: 'status', status: 400, body: { message: `secret ${SECRET} is too short` } } });
    const answer = await place(graph, { phoneCallWebhooks: [{ url: 'https://hooks.example.com/', subscribedEvent: 'phoneCall.completed', secret: SECRET }] });
    expect(answer.data.createPhoneCall.userErrors).toHaveLength(1);
    expect(JSON.stringify([answer, graph.switchboard.log])).not.toContain(SECRET);
  });
});
