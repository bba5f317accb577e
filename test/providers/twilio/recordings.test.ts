import { globalId } from '../../support/known-calls.js';
import { type Data, useGraph } from '../../support/graph.js';
import { codesIn } from '../../support/graph.js';
import { ago, DAY, HOUR, serve } from '../../vendors/rows.js';
import { TWILIO } from '../../vendors/index.js';
import { rfc2822 } from '../../../src/simulators/twilio/rfc2822.js';
import type { Row } from '../../../src/simulators/index.js';

const graph = useGraph({ calls: 0, environment: { CACHE_MAX_CALLS: '1000', TWILIO_RECORDING_HOSTS: 'api.twilio.com' } });
/** Each case has calls of its own, because recordings are remembered. */
let next = 3000;
const twilio = () => graph.simulators.twilio;
const FIELDS = 'providerCallId recordings { providerRecordingId state duration channels url }';

function recorded(index: number, created: number, ...recordings: Row[]): Row {
  const row = TWILIO.row(index);
  const times = { date_created: rfc2822(created), start_time: rfc2822(created), end_time: rfc2822(created + 60_000) };
  return { ...row, ...times, recordings: recordings.map((recording) => ({ ...recordingRow(index, created), call_sid: row['sid'], ...recording })) };
}

function recordingRow(index: number, created: number): Row {
  const sid = `RE${index.toString(16).padStart(32, '0')}`;
  return { sid, status: 'completed', date_created: rfc2822(created), duration: '42', channels: 2, encryption_details: null, media_url: `https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/${sid}` };
}

function listed(): Promise<{ calls: { nodes: Data[] } }> {
  return graph.data(`{ calls(first: 100, filter: { providers: [TWILIO] }) { nodes { ${FIELDS} } } }`);
}

function requestsFor(part: string): string[] {
  return twilio().requests.map(({ path }) => path).filter((path) => path.includes(part));
}

beforeEach(() => {
  twilio().requests.length = 0;
});

test('The recordings of a page of calls cost one request, and none when they are not wanted', async () => {
  serve(twilio(), ...Array.from({ length: 50 }, (_, index) => recorded(index + 1, ago(HOUR * (index + 1)), ...(index % 2 === 0 ? [{}] : []))));
  await graph.data('{ calls(first: 100, filter: { providers: [TWILIO] }) { nodes { id } } }');
  expect(requestsFor('Recordings')).toEqual([]);
  const { calls } = await listed();
  expect(calls.nodes.map(({ recordings }) => (recordings as Data[]).length)).toEqual(Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 1 : 0)));
  expect(requestsFor('Recordings')).toHaveLength(1);
});

test('Those of settled calls are remembered', async () => {
  serve(twilio(), recorded(1, ago(3 * DAY), {}), recorded(2, ago(3 * DAY)));
  await listed();
  twilio().requests.length = 0;
  await listed();
  expect(requestsFor('Recordings')).toEqual([]);
});

describe('The recordings of a day', () => {
  const walk = `query ($after: String) { calls(first: 10, after: $after, filter: { providers: [TWILIO] }) { pageInfo { hasNextPage endCursor } nodes { ${FIELDS} } } }`;
  const pagesOf = async (headers: Record<string, string> = {}) => {
    const nodes: Data[] = [];
    for (let after: unknown = null, hasNext = true; hasNext; ) {
      const { data } = await graph.switchboard.query(walk, { after }, headers);
      nodes.push(...data.calls.nodes);
      ({ endCursor: after, hasNextPage: hasNext } = data.calls.pageInfo);
    }
    return nodes.map(({ recordings }) => (recordings as Data[]).length);
  };
  const ofDay = (first: number, created: number) => Array.from({ length: 40 }, (_, index) => recorded(first + index, created - index * 1000, ...(index % 2 === 0 ? [{}] : [])));
  const noon = (daysAgo: number) => Math.floor(ago(daysAgo * DAY) / DAY) * DAY + 12 * HOUR;
  const alternating = Array.from({ length: 40 }, (_, index) => 1 - (index % 2));

  test('are read once for the pages of a walk', async () => {
    serve(twilio(), ...ofDay(5000, noon(300)));
    expect(await pagesOf()).toEqual(alternating);
    expect(requestsFor('Recordings')).toHaveLength(1);
  });

  test('are read again for each page that wants fresh data', async () => {
    serve(twilio(), ...ofDay(5100, noon(310)));
    expect(await pagesOf({ 'cache-control': 'no-cache' })).toEqual(alternating);
    expect(requestsFor('Recordings')).toHaveLength(4);
  });

  test('are read again for calls that may still get one', async () => {
    serve(twilio(), ...ofDay(5200, ago(5 * 60 * 1000)));
    expect(await pagesOf()).toEqual(alternating);
    expect(requestsFor('Recordings')).toHaveLength(4);
  });
});

test('A single call is asked for its own recordings', async () => {
  serve(twilio(), recorded(1001, ago(DAY), {}));
  const { call } = await graph.data<{ call: Data }>(`query ($id: ID!) { call(id: $id) { ${FIELDS} } }`, { id: globalId({ provider: 'TWILIO', number: 1001 } as Parameters<typeof globalId>[0]) });
  const { sid, media_url: url } = recordingRow(1001, 0);
  expect(call['recordings']).toEqual([{ providerRecordingId: sid, state: 'AVAILABLE', duration: 42, channels: 2, url }]);
  expect(twilio().requests.map(({ path }) => path.split('/').slice(4).join('/'))).toEqual([`Calls/${String(TWILIO.row(1001)['sid'])}.json`, `Calls/${String(TWILIO.row(1001)['sid'])}/Recordings.json`]);
});

test('A leg of another call has none, and nothing is asked', async () => {
  serve(twilio(), { ...recorded(2001, ago(DAY), {}), parent_call_sid: `CA${'1'.repeat(32)}` });
  const found = await graph.data<{ callByProviderId: Data }>(`query ($id: String!) { callByProviderId(provider: TWILIO, providerCallId: $id) { ${FIELDS} } }`, { id: TWILIO.row(2001)['sid'] });
  expect(found.callByProviderId['recordings']).toEqual([]);
  expect(requestsFor('Recordings')).toEqual([]);
});

test.each<[string, Row, string[]]>([
  ['in progress', { status: 'in-progress', duration: '-1', media_url: null }, ['UNAVAILABLE']],
  ['processing', { status: 'processing' }, ['UNAVAILABLE']],
  ['encrypted', { encryption_details: { encryption_public_key_sid: 'CR1' } }, ['UNAVAILABLE']],
  ['absent', { status: 'absent', error_code: 1 }, []],
  ['deleted', { status: 'deleted' }, []],
  ['at another host', { media_url: 'https://elsewhere.example.com/a' }, ['UNAVAILABLE']],
  ['without an id', { sid: null }, []],
])('A recording that is %s, of a call of long ago', async (_, fields, states) => {
  const index = (next += 2);
  // Days of its own, because the recordings of days are remembered for some seconds.
  const created = ago((index - 2900) * DAY);
  serve(twilio(), recorded(index, created, fields), recorded(index + 1, created));
  const found = await graph.ask<{ calls: { nodes: Data[] } }>(`{ calls(first: 100, filter: { providers: [TWILIO] }) { nodes { ${FIELDS} } } }`, {});
  expect(found.errors).toBeUndefined();
  const { nodes } = found.data.calls;
  expect(nodes.find(({ providerCallId }) => providerCallId === TWILIO.row(index)['sid'])?.['recordings']).toHaveLength(states.length);
  expect((nodes.flatMap(({ recordings }) => recordings) as Data[]).map(({ state }) => state)).toEqual(states);
});

test('Recordings that can not be read leave the calls in the answer, with one error beside them', async () => {
  serve(twilio(), ...Array.from({ length: 10 }, (_, index) => recorded(4001 + index, ago(HOUR * (index + 1)), {})));
  twilio().faults.add({ when: ({ path }) => path.includes('Recordings'), times: Infinity, fault: { kind: 'status', status: 403 } });
  const answer = await graph.ask<{ calls: { nodes: Data[] } }>(`{ calls(first: 100, filter: { providers: [TWILIO] }) { nodes { ${FIELDS} } } }`);
  twilio().faults.clear();
  expect(answer.data.calls.nodes.map(({ recordings }) => recordings)).toEqual(Array.from({ length: 10 }, () => []));
  expect(codesIn(answer)).toEqual(['PROVIDER_UNAUTHORIZED']);
  expect(answer.errors?.[0]).toMatchObject({ path: ['calls', 'nodes', 0, 'recordings'], extensions: { providerAccount: 'twilio' } });
});

test('A recording is found by its own id, plays, and its call has it', async () => {
  const { simulators, switchboard } = world;
  const row = simulators.twilio.rows.find((one) => (one['recordings'] as Row[]).length > 0) ?? {};
  const query = 'query ($id: String!) { callByProviderId(provider: TWILIO, providerCallId: $id) { recordings { id playback { url } } } }';
  const { callByProviderId } = (await switchboard.data(query, { id: row['sid'] })) as { callByProviderId: { recordings: { id: string; playback: { url: string } }[] } };
  const [recording] = callByProviderId.recordings;
  const found = (await switchboard.data('query ($id: ID!) { recording(id: $id) { id call { providerCallId recordings { id } } } }', { id: recording?.id })) as object;
  expect(found).toEqual({ recording: { id: recording?.id, call: { providerCallId: row['sid'], recordings: [{ id: recording?.id }] } } });
  const audio = await fetch(recording?.playback.url ?? '');
  expect([audio.status, audio.headers.get('content-type')]).toEqual([200, 'audio/x-wav']);
  await audio.arrayBuffer();
});

const world = useGraph({ calls: 30 });
