import type { Row } from '../../src/simulators/index.js';
import { rfc2822 } from '../../src/simulators/twilio/rfc2822.js';
import { codesIn, type Data, type Graph, useGraph } from '../support/graph.js';

const graph = useGraph({ calls: 120 });

const MATCHES = 'sameCallAs { call { id provider providerCallId } relation evidence }';
const BY_ID = `query ($provider: CallProviderInput!, $ids: [String!]!) { callsByProviderIds(provider: $provider, providerCallIds: $ids) { providerCallId ${MATCHES} } }`;

interface Match {
  readonly call: { readonly id: string; readonly provider: string; readonly providerCallId: string };
  readonly relation: string;
  readonly evidence: readonly string[];
}
interface Found {
  readonly providerCallId: string;
  readonly sameCallAs: readonly Match[];
}

async function matchesOf(provider: string, ids: readonly unknown[]): Promise<Found[]> {
  const { callsByProviderIds } = await graph.data<{ callsByProviderIds: Found[] }>(BY_ID, { provider, ids });
  return callsByProviderIds;
}

const carried = (): Row[] => graph.simulators.skipcall.rows.filter((row) => typeof row['userProviderSid'] === 'string');

test("Skipcall's call is a leg at Twilio, by the carrier's id, with the reason", async () => {
  const row = carried()[0] ?? {};
  const [found] = await matchesOf('SKIPCALL', [row['id']]);
  expect(found?.sameCallAs.map(({ call, relation }) => [call.provider, call.providerCallId, relation])).toContainEqual(['TWILIO', row['userProviderSid'], 'SAME_LEG']);
  expect(found?.sameCallAs.find(({ call }) => call.providerCallId === row['userProviderSid'])?.evidence).toEqual([`both records have the Twilio call id ${String(row['userProviderSid'])}`]);
});

test("Twilio's call is Skipcall's, if Skipcall's was read before, and its legs are of the same conversation", async () => {
  const row = carried().find(({ adminProviderSid, userProviderSid }) => adminProviderSid === null && graph.simulators.twilio.rows.some((leg) => leg['parent_call_sid'] === userProviderSid)) ?? {};
  await matchesOf('SKIPCALL', [row['id']]);
  const child = graph.simulators.twilio.rows.find((leg) => leg['parent_call_sid'] === row['userProviderSid'])?.['sid'];
  const [parentFound, childFound] = await matchesOf('TWILIO', [row['userProviderSid'], child]);
  expect(parentFound?.sameCallAs.map(({ call, relation }) => [call.providerCallId, relation])).toEqual([[row['id'], 'SAME_LEG']]);
  expect(childFound?.sameCallAs.map(({ call, relation }) => [call.providerCallId, relation])).toEqual([[row['id'], 'SAME_CONVERSATION']]);
});

test('A leg at Twilio leads to the call of which it is a leg', async () => {
  const child = graph.simulators.twilio.rows.find((leg) => typeof leg['parent_call_sid'] === 'string') ?? {};
  const row = { ...carried()[0], id: '00000000-0000-4000-8000-000000000001', userProviderSid: child['sid'], adminProviderSid: null, providerConferenceId: null };
  graph.simulators.skipcall.rows.push(row);
  const [found] = await matchesOf('SKIPCALL', [row.id]);
  expect(found?.sameCallAs.map(({ call, relation }) => [call.providerCallId, relation])).toEqual([[child['sid'], 'SAME_LEG'], [child['parent_call_sid'], 'SAME_CONVERSATION']]);
});

test('Fifty calls of a day cost three requests to Twilio, and not fifty', async () => {
  const at = Date.now() - 30 * 3600_000;
  const { skipcall, twilio } = graph.simulators;
  const rows = Array.from({ length: 50 }, (_, index) => ({ ...carried()[0], id: `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`, createdAt: new Date(at + index * 600_000).toISOString(), startedAt: null, userProviderSid: `CA${String(index).padStart(32, '0')}`, adminProviderSid: null }));
  skipcall.rows.push(...rows);
  twilio.rows.push(...rows.map((row) => ({ ...twilio.rows[0], sid: row.userProviderSid, parent_call_sid: null, date_created: rfc2822(Date.parse(row.createdAt)), start_time: rfc2822(Date.parse(row.createdAt)) })));
  graph.simulators.twilio.requests.length = 0;
  const found = await matchesOf('SKIPCALL', rows.map(({ id }) => id));
  for (const [index, { sameCallAs }] of found.entries()) expect(sameCallAs.map(({ call }) => call.providerCallId)).toEqual([rows[index]?.userProviderSid]);
  expect(graph.simulators.twilio.requests.length).toBeLessThanOrEqual(3);
});

test('Ids that Twilio does not have match nothing', async () => {
  const row = { ...carried()[0], id: '00000000-0000-4000-8000-000000000002', userProviderSid: `CA${'e'.repeat(32)}`, adminProviderSid: null };
  graph.simulators.skipcall.rows.push(row);
  expect((await matchesOf('SKIPCALL', [row.id]))[0]?.sameCallAs).toEqual([]);
});

test('If Twilio can not be asked, the call is in the answer and an error is beside it', async () => {
  const row = carried()[5] ?? {};
  graph.simulators.twilio.faults.add({ fault: { kind: 'status', status: 403 }, times: Infinity });
  const answer = await graph.ask<{ callsByProviderIds: Data[] }>(BY_ID, { provider: 'SKIPCALL', ids: [row['id']] });
  graph.simulators.twilio.faults.clear();
  expect(answer.data.callsByProviderIds).toEqual([{ providerCallId: row['id'], sameCallAs: [] }]);
  expect(codesIn(answer)).toEqual(['PROVIDER_UNAUTHORIZED']);
  expect(answer.errors?.[0]).toMatchObject({ path: ['callsByProviderIds', 0, 'sameCallAs'], extensions: { providerAccount: 'twilio' } });
});

test('Nothing is asked where no carrier is known, and nothing of a provider that is not configured', async () => {
  const ids = graph.simulators.exotel.rows.slice(0, 3).map(({ Sid }) => Sid);
  for (const { requests } of graph.simulators.all) requests.length = 0;
  const found = await matchesOf('EXOTEL', ids);
  expect(found.map(({ sameCallAs }) => sameCallAs)).toEqual([[], [], []]);
  expect(graph.simulators.all.filter(({ requests }) => requests.length > 0)).toEqual([graph.simulators.exotel]);
});

describe("The contact centre's call and Plivo's", () => {
  const recorded = ({ simulators }: Pick<Graph, 'simulators'> = graph): { centre: Row; plivo: Row }[] =>
    simulators.contactCenter.rows.flatMap((centre) => {
      const [recording] = centre['recordings'] as { url: string }[];
      const id = recording && /Recording\/([^/]+)\.mp3$/.exec(recording.url)?.[1];
      const plivo = simulators.plivo.rows.find((row) => (row['recordings'] as Row[] | undefined)?.some((one) => one['recording_id'] === id));
      return plivo ? [{ centre, plivo }] : [];
    });

  test('are one, by the recording, from both sides', async () => {
    const { centre, plivo } = recorded().at(-1) ?? { centre: {}, plivo: {} };
    const [fromCentre] = await matchesOf('CONTACT_CENTER', [centre['id']].map(String));
    expect(fromCentre?.sameCallAs.map(({ call, relation }) => [call.provider, call.providerCallId, relation])).toEqual([['PLIVO', plivo['call_uuid'], 'SAME_LEG']]);
    expect(fromCentre?.sameCallAs[0]?.evidence).toEqual([expect.stringMatching(/^both have the Plivo recording \S+$/)]);
    const [fromPlivo] = await matchesOf('PLIVO', [plivo['call_uuid']]);
    expect(fromPlivo?.sameCallAs.map(({ call, relation }) => [call.provider, call.providerCallId, relation])).toEqual([['CONTACT_CENTER', String(centre['id']), 'SAME_LEG']]);
  });

  test('are one in a page that has both, also if likely matches are wanted', async () => {
    const { centre, plivo } = recorded().at(-1) ?? { centre: {}, plivo: {} };
    const query = `query ($centre: String!, $plivo: String!) {
      a: callByProviderId(provider: CONTACT_CENTER, providerCallId: $centre) { sameCallAs(includeLikely: true) { relation call { providerCallId } } }
      b: callByProviderId(provider: PLIVO, providerCallId: $plivo) { sameCallAs(includeLikely: true) { relation call { providerCallId } } }
    }`;
    expect(await graph.data(query, { centre: String(centre['id']), plivo: plivo['call_uuid'] })).toEqual({
      a: { sameCallAs: [{ relation: 'SAME_LEG', call: { providerCallId: plivo['call_uuid'] } }] },
      b: { sameCallAs: [{ relation: 'SAME_LEG', call: { providerCallId: String(centre['id']) } }] },
    });
  });

  test('are found for a page of calls with shared requests', async () => {
    const pairs = recorded().slice(-20);
    for (const { requests } of graph.simulators.all) requests.length = 0;
    const found = await matchesOf('PLIVO', pairs.map(({ plivo }) => plivo['call_uuid']));
    expect(found.map(({ sameCallAs }) => sameCallAs.map(({ call }) => call.providerCallId))).toEqual(pairs.map(({ centre }) => [String(centre['id'])]));
    expect(graph.simulators.contactCenter.requests.length).toBeLessThanOrEqual(20);
  });

  test.each(['sameCallAs', 'alias: sameCallAs'])('have recordings up to the row limit: %s', async (field) => {
    const { centre, plivo } = recorded(limited).at(-1) ?? { centre: {}, plivo: {} };
    const [recording] = centre['recordings'] as Row[];
    centre['recordings'] = Array.from({ length: 60 }, (_, index) => (index === 0 ? recording : { ...recording, id: 1_000_000 + index }));
    const answer = await limited.ask(`query ($id: String!) { callByProviderId(provider: PLIVO, providerCallId: $id) { ${field} { call { recordings { id } } } } }`, { id: plivo['call_uuid'] });
    expect(codesIn(answer)).toEqual(['OPERATION_TOO_COSTLY']);
  });
});

const limited = useGraph({ calls: 120, environment: { MAX_COST_ROWS: '40' } });

test("A carrier's own call is not looked for at another account of the carrier", async () => {
  const { requests } = north.simulators.accounts['twilio-north'] ?? { requests: [] };
  const [row] = north.simulators.twilio.rows;
  requests.length = 0;
  const found = await north.data<{ callByProviderId: object }>('query ($id: String!) { callByProviderId(provider: TWILIO, providerCallId: $id, providerAccount: "twilio") { sameCallAs { relation } } }', { id: row?.['sid'] });
  expect([found.callByProviderId, requests]).toEqual([{ sameCallAs: [] }, []]);
});

const north = useGraph({ calls: 20, accounts: ['twilio-north'] });
