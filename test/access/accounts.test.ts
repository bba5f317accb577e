import { randomUUID } from 'node:crypto';
import { writeGlobalId } from '../support/global-ids.js';
import { LEAST } from '../support/dialing.js';
import { useReplicas } from '../support/replicas.js';
import { send, TOKEN } from '../support/notifying.js';
import { request } from '../support/switchboard.js';
import { Subscriber } from '../support/subscriber.js';
import { ALL_SCOPES, bearer, useIssuer } from '../support/tokens.js';
import { idOf, SKIPCALL, TWILIO } from '../vendors/index.js';
import { ago, exotelRow, HOUR, serve, sid } from '../vendors/rows.js';

const issuer = useIssuer();
const NORTH_TOKEN = 'the-token-of-the-north';
const replicas = useReplicas({}, { accounts: ['exotel-north', 'aicaller-north'], environment: { EVENTS_TOKEN: TOKEN, EXOTEL_NORTH_EVENTS_TOKEN: NORTH_TOKEN } });
const north = () => replicas.simulators.accounts['exotel-north'] as never as typeof replicas.simulators.exotel;
const NORTH_ID = writeGlobalId('Call', 'exotel-north', sid(2));

beforeEach(() => {
  serve(replicas.simulators.exotel, ...[1, 3, 5].map((number) => exotelRow(sid(number), ago(number * HOUR))));
  serve(north(), ...[2, 4].map((number) => exotelRow(sid(number), ago(number * HOUR))));
});

/** Asks as a caller who may use some accounts only. */
async function asking(accounts: string[] | undefined, claims: object = {}) {
  const { switchboard } = await replicas.start(issuer.settings);
  const headers = bearer(await issuer.token({ scope: ALL_SCOPES, accounts, ...claims }));
  return { switchboard, ask: (query: string, variables = {}) => request(switchboard.url, query, variables, headers) };
}
const askedNorth = () => north().requests.length;

test('A caller sees the accounts of the token, in every list', async () => {
  const { ask } = await asking(['exotel', 'nobody']);
  const { data } = await ask('{ providerAccounts { name } providers { name } providerAccount(name: "exotel-north") { name } calls(first: 9) { nodes { providerCallId } sources { providerAccount { name } } } }');
  expect(data).toEqual({
    providerAccounts: [{ name: 'exotel' }],
    providers: [{ name: 'EXOTEL' }],
    providerAccount: null,
    calls: { nodes: [1, 3, 5].map((number) => ({ providerCallId: sid(number) })), sources: [{ providerAccount: { name: 'exotel' } }] },
  });
  expect(askedNorth()).toBe(0);
});

test('A call of another account is like a call that does not exist, by every way', async () => {
  const { ask } = await asking(['exotel']);
  const { data, errors } = await ask(
    `query ($id: ID!, $r: [_Any!]!) {
      call(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } callsByIds(ids: [$id]) { id }
      callByProviderId(provider: EXOTEL, providerCallId: "${sid(2)}") { id }
      _entities(representations: $r) { __typename }
      agent(id: "${writeGlobalId('Agent', 'exotel-north', '1')}") { id }
      recording(id: "${writeGlobalId('Recording', NORTH_ID, '#0')}") { id }
    }`,
    { id: NORTH_ID, r: [{ __typename: 'Call', id: NORTH_ID }] },
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({ call: null, node: null, nodes: [null], callsByIds: [null], callByProviderId: null, _entities: [null], agent: null, recording: null });
  expect(askedNorth()).toBe(0);
});

test('A contact of another account is not there, although its id says all that is known of it', async () => {
  const { ask } = await asking(['exotel']);
  const id = writeGlobalId('Contact', 'entry', 'exotel-north', '7');
  expect((await ask('query ($id: ID!) { contact(id: $id) { id } node(id: $id) { id } }', { id })).data).toEqual({ contact: null, node: null });
});

test('The name of another account is like a name that nobody has', async () => {
  const { ask } = await asking(['exotel']);
  for (const name of ['exotel-north', 'exotel-nowhere']) {
    const byId = await ask(`{ callByProviderId(provider: EXOTEL, providerCallId: "${sid(2)}", providerAccount: "${name}") { id } }`);
    const list = await ask(`{ calls(first: 1, filter: { providerAccounts: ["${name}"] }) { totalCount } }`);
    expect([byId, list].map(({ errors }) => errors?.[0]?.extensions['code'])).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
    const dialed = await ask('mutation ($input: CreatePhoneCallInput!) { createPhoneCall(input: $input) { userErrors { code message } } }', { input: { ...LEAST, providerAccount: name } });
    expect(dialed.data.createPhoneCall.userErrors).toEqual([expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining('These are: none') })]);
  }
  expect(replicas.simulators.all.flatMap(({ requests }) => requests)).toEqual([]);
});

test('An empty list of accounts means none, and no list means all', async () => {
  const QUERY = '{ calls(first: 9) { nodes { providerCallId } } }';
  expect((await (await asking([])).ask(QUERY)).data.calls.nodes).toEqual([]);
  expect((await (await asking(undefined)).ask(QUERY)).data.calls.nodes).toHaveLength(5);
});

test('The cursor of a caller with more accounts shows no more than a caller may see', async () => {
  const PAGE = 'query ($after: String) { calls(first: 1, after: $after) { nodes { providerCallId } pageInfo { endCursor } } }';
  const { switchboard, ask } = await asking(undefined);
  const { data } = await ask(PAGE);
  const restricted = bearer(await issuer.token({ scope: ALL_SCOPES, accounts: ['exotel'], sub: 'grace' }));
  const seen = [];
  for (let after = data.calls.pageInfo.endCursor, page = 0; page < 4 && after; page++) {
    const next = await request(switchboard.url, PAGE, { after }, restricted);
    seen.push(...next.data.calls.nodes.map(({ providerCallId }: { providerCallId: string }) => providerCallId));
    after = next.data.calls.pageInfo.endCursor;
  }
  expect(seen).toEqual([sid(3), sid(5)]);
});

test('A subscriber hears of the accounts of the token only', async () => {
  const { switchboard } = await asking(undefined);
  const params = { authorization: `Bearer ${await issuer.token({ scope: ALL_SCOPES, accounts: ['exotel'] })}` };
  const subscriber = new Subscriber(switchboard.url, 'subscription { callUpdated { providerCallId } }', {}, params);
  const byId = new Subscriber(switchboard.url, `subscription { callUpdated(callIds: ["${NORTH_ID}"]) { providerCallId } }`, {}, params);
  await Promise.all([subscriber.isHeard(), byId.isHeard()]);
  const notify = (path: string, number: number) => send({ urlOf: (to) => new URL(to, switchboard.url).href }, path, JSON.stringify({ CallSid: sid(number), nonce: randomUUID() }), 'application/json');
  await notify(`/events/exotel-north/${NORTH_TOKEN}`, 2);
  await notify(`/events/exotel/${TOKEN}`, 1);
  expect(await subscriber.hears(1)).toEqual([{ providerCallId: sid(1) }]);
  expect(byId.calls).toEqual([]);
  for (const one of [subscriber, byId]) one.close();
});

test("An idempotency key belongs to its caller: nobody else's call is replayed by it", async () => {
  const { switchboard, ask } = await asking(['aicaller'], { sub: 'ada' });
  const CREATE = 'mutation ($input: CreatePhoneCallInput!) { createPhoneCall(input: $input) { call { id } replayed userErrors { code } } }';
  const variables = { input: { ...LEAST, idempotencyKey: 'order-1' } };
  const first = await ask(CREATE, variables);
  expect((await ask(CREATE, variables)).data.createPhoneCall).toEqual({ ...first.data.createPhoneCall, replayed: true });
  const other = await request(switchboard.url, CREATE, variables, bearer(await issuer.token({ scope: ALL_SCOPES, accounts: ['aicaller'], sub: 'grace' })));
  expect(other.data.createPhoneCall).toMatchObject({ replayed: false, userErrors: [] });
  expect(other.data.createPhoneCall.call.id).not.toBe(first.data.createPhoneCall.call.id);
});

test('A caller whose account was taken away learns nothing about the call of a key', async () => {
  const CREATE = 'mutation ($input: CreatePhoneCallInput!) { createPhoneCall(input: $input) { call { id } userErrors { code message } } }';
  const { switchboard, ask } = await asking(['aicaller-north'], { sub: 'eve' });
  const input = { ...LEAST, idempotencyKey: 'order-2' };
  expect((await ask(CREATE, { input })).data.createPhoneCall.userErrors).toEqual([]);
  const restricted = bearer(await issuer.token({ scope: ALL_SCOPES, accounts: ['aicaller'], sub: 'eve' }));
  for (const fields of [{}, { providerAccount: 'aicaller-north' }, { providerAccount: 'aicaller' }]) {
    const { data } = await request(switchboard.url, CREATE, { input: { ...input, ...fields } }, restricted);
    expect(data.createPhoneCall).toMatchObject({ call: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', message: expect.not.stringContaining('north') }] });
  }
});

test('The same call is looked for at the accounts of the token only', async () => {
  const { skipcall, twilio } = replicas.simulators;
  const leg = TWILIO.row(1);
  const row = { ...SKIPCALL.row(1), userProviderSid: leg['sid'], adminProviderSid: null };
  serve(skipcall, row);
  serve(twilio, leg);
  const query = `{ callByProviderId(provider: SKIPCALL, providerCallId: "${idOf(SKIPCALL, row)}") { sameCallAs(includeLikely: true) { call { providerCallId } } } }`;
  const restricted = await (await asking(['skipcall'])).ask(query);
  expect([restricted.errors, restricted.data]).toEqual([undefined, { callByProviderId: { sameCallAs: [] } }]);
  expect(twilio.requests).toEqual([]);
  const { data } = await (await asking(['skipcall', 'twilio'])).ask(query);
  expect(data.callByProviderId.sameCallAs).toEqual([{ call: { providerCallId: leg['sid'] } }]);
});
