import { writeGlobalId } from '../support/global-ids.js';
import { useReplicas } from '../support/replicas.js';
import { FORMS, PROTECTED, type Protected } from '../support/scope-matrix.js';
import { request, Switchboard } from '../support/switchboard.js';
import { Subscriber } from '../support/subscriber.js';
import { ALL_SCOPES, bearer, useIssuer } from '../support/tokens.js';

const issuer = useIssuer();
const replicas = useReplicas({});
let url = '';
let switchboard: Switchboard;
beforeAll(async () => {
  switchboard = await new Switchboard({ ...replicas.simulators.environment, ...issuer.settings }).start();
  ({ url } = switchboard);
});
afterAll(() => switchboard.stop());

const without = (scope: string) => issuer.token({ scope: ALL_SCOPES.split(' ').filter((one) => one !== scope).join(' ') });
const asked = () => replicas.simulators.all.flatMap(({ requests }) => requests).length;

async function expectForbidden({ query, variables }: { query: string; variables?: object }, scope: string): Promise<void> {
  const { status, data, errors } = await request(url, query, { ...variables }, bearer(await without(scope)));
  expect({ query, status, data, codes: errors?.map(({ extensions }) => extensions['code']) }).toEqual({ query, status: 403, data: null, codes: ['FORBIDDEN'] });
  expect(errors?.[0]?.extensions['requiredScopes']).toContain(scope);
  expect(asked()).toBe(0);
}

test('The SDL protects what is personal, recordings, health and every way to calls', () => {
  const names = PROTECTED.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([
    'Query.calls', 'Query.node', 'Query.contact', 'Mutation.createPhoneCall', 'Subscription.callUpdated',
    'Contact.id', 'Contact.name', 'PhoneNumber.raw', 'PhoneNumber.e164', 'Recording.url', 'ProviderAccount.health',
  ]));
  expect(names.length).toBeGreaterThan(30);
});

describe.each(PROTECTED.filter(({ root }) => root?.operation === 'query' || root?.operation === 'mutation'))('$name', ({ scopes, root }: Protected) => {
  test.each(scopes)('is refused without %s', async (scope) => {
    await expectForbidden({ query: `${root?.operation} { ${root?.text} }` }, scope);
    await expectForbidden({ query: `${root?.operation} { x: ${root?.text} }` }, scope);
  });
});

describe.each(PROTECTED.filter(({ onCall }) => onCall !== undefined))('$name', ({ scopes, onCall = '' }: Protected) => {
  test.each(Object.entries(FORMS))('is refused %s', async (_, form) => {
    for (const scope of scopes) await expectForbidden(form(onCall), scope);
  });

  test('is refused in a subscription', async () => {
    for (const scope of scopes) {
      const subscriber = new Subscriber(url, `subscription { callUpdated { ${onCall} } }`, {}, { authorization: `Bearer ${await without(scope)}` });
      expect(await subscriber.ends()).toMatchObject([{ extensions: { code: 'FORBIDDEN', requiredScopes: expect.arrayContaining([scope]) } }]);
      subscriber.close();
    }
  });
});

const CONTACT = writeGlobalId('Contact', '+12025550143');
test.each<[string, { query: string; variables?: object }]>([
  ['a filter by numbers', { query: '{ calls(first: 1, filter: { phoneNumbers: ["+12025550143"] }) { totalCount } }' }],
  ['a filter by who called', { query: 'query ($from: [String!]) { calls(first: 1, filter: { from: $from }) { totalCount } }', variables: { from: ['+12025550143'] } }],
  ['a filter in a variable', { query: 'query ($filter: CallFilter) { calls(first: 1, filter: $filter) { totalCount } }', variables: { filter: { to: ['+12025550143'] } } }],
  ["a filter in a variable's default", { query: 'query ($filter: CallFilter = { to: ["+12025550143"] }) { calls(first: 1, filter: $filter) { totalCount } }' }],
  ["a provider's own filter by numbers", { query: '{ calls(first: 1, filter: { exotel: { phoneNumbers: ["+12025550143"] } }) { totalCount } }' }],
  ['a contact by node', { query: `{ node(id: "${CONTACT}") { id } }` }],
  ['a contact among nodes', { query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', variables: { ids: [writeGlobalId('Call', 'EXOTEL', 'c0ffee'), CONTACT] } }],
  ['a contact as an entity by its number', { query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', variables: { r: [{ __typename: 'Contact', e164: '+12025550143' }] } }],
  ['a contact of a list in a contact', { query: `{ calls(first: 1) { nodes { contact { calls(first: 1, filter: { to: ["+12025550143"] }) { totalCount } } } } }` }],
])('Asking by number is personal: %s', (_, operation) => expectForbidden(operation, 'personal:read'));

test.each<[string, string, object, object]>([
  ['a filter', 'query ($it: CallFilter) { calls(first: 1, filter: $it) { totalCount } }', {}, { it: { to: ['+12025550143'] } }],
  ['a part of a filter', 'query ($it: [String!]) { calls(first: 1, filter: { to: $it }) { totalCount } }', {}, { it: ['+12025550143'] }],
  ['an id', 'query ($it: ID!) { node(id: $it) { id } }', { it: writeGlobalId('Call', 'EXOTEL', 'c0ffee') }, { it: CONTACT }],
  ['ids', 'query ($it: [ID!]!) { nodes(ids: $it) { id } }', { it: [] }, { it: [CONTACT] }],
])('What a document needs is not remembered from other variables: %s', async (_, query, harmless, personal) => {
  const headers = bearer(await without('personal:read'));
  expect((await request(url, query, { ...harmless }, headers)).status).toBe(200);
  expect((await request(url, query, { ...personal }, headers)).status).toBe(403);
  expect((await request(url, query, { ...harmless }, headers)).status).toBe(200);
});

test.each(['contact { calls(first: 1) { totalCount } }', 'agents { calls(first: 1) { totalCount } }'])('Who places a call can not list calls by it: %s', (selection) =>
  expectForbidden({ query: `mutation { createPhoneCall(input: { teamId: "t", callTemplateId: "c", nameOfHuman: "Ada", toPhoneNumber: "+12025550143", promptVariableValues: [] }) { call { ${selection} } } }` }, 'calls:read'));

test('An entity of a call needs calls:read', () =>
  expectForbidden({ query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', variables: { r: [{ __typename: 'Call', provider: 'EXOTEL', providerCallId: 'c0ffee' }] } }, 'calls:read'));

test.each<[string, string, string]>([
  ['calls without anything personal', 'calls:read', '{ calls(first: 1, filter: { statuses: [COMPLETED], providers: [EXOTEL] }) { nodes { id status duration contact { isUnknown } } sources { status } } }'],
  ['a call by node', 'calls:read', `{ node(id: "${writeGlobalId('Call', 'EXOTEL', 'c0ffee')}") { id ... on Call { status } ... on Contact { name } } }`],
  ['providers', '', '{ providers { name capabilities } providerAccounts { id name } __typename }'],
  ['health', 'providers:read', '{ providers { health { status } } providerAccount(name: "exotel") { health { budget { left } } } }'],
  ['placing a call', 'calls:create', 'mutation { createPhoneCall(input: { teamId: "t", callTemplateId: "c", nameOfHuman: "Ada", toPhoneNumber: "+12025550143", promptVariableValues: [] }) { call { id } userErrors { code } } }'],
])('What a caller may do is done: %s', async (_, scope, query) => {
  const { status, errors } = await request(url, query, {}, bearer(await issuer.token({ scope })));
  expect({ status, errors }).toEqual({ status: 200, errors: undefined });
});

test('With all scopes nothing is forbidden', async () => {
  const headers = bearer(await issuer.token({ scope: ALL_SCOPES }));
  for (const { onCall } of PROTECTED) {
    if (onCall === undefined) continue;
    const { errors = [] } = await request(url, `{ calls(first: 1) { nodes { ${onCall} } } }`, {}, headers);
    expect(errors).toEqual([]);
  }
});
