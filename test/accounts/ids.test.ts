import { type Data, type Graph, useGraph } from '../support/graph.js';
import { writeGlobalId } from '../support/global-ids.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, idOf, PROVIDERS, SKIPCALL, type Vendor } from '../vendors/index.js';
import { serve } from '../vendors/rows.js';

/** Ids as version 0.1.0 gave them out, when each provider had one account. They are literal, so that no change of the product goes unseen. */
const CALLS: readonly (readonly [vendor: Vendor, id: string])[] = [
  [AICALLER, 'Q2FsbDpBSUNBTExFUjpwaG9uZWNhbGwx'],
  [CONTACT_CENTER, 'Q2FsbDpDT05UQUNUX0NFTlRFUjoxMDAwMDE'],
  [EXOTEL, 'Q2FsbDpFWE9URUw6YzBmZmVlMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE'],
  [SKIPCALL, 'Q2FsbDpTS0lQQ0FMTDoxMjNlNDU2Ny1lODliLTEyZDMtYTQ1Ni0wMDAwMDAwMDAwMDE'],
];
const OTHERS: readonly (readonly [type: string, id: string, fields: object])[] = [
  ['Contact', 'Q29udGFjdDolMkIxMjAyNTU1MDE0Mw', { e164: '+12025550143' }],
  ['Contact', 'Q29udGFjdDpDT05UQUNUX0NFTlRFUjppZDo0Mg', { providerContacts: [{ provider: 'CONTACT_CENTER', providerContactId: '42' }] }],
  ['Contact', 'Q29udGFjdDpFWE9URUw6cmF3OjU2MTYx', { phoneNumber: { raw: '56161' } }],
  ['Agent', 'QWdlbnQ6QUlDQUxMRVI6dGVtcGxhdGUtMQ', { provider: 'AICALLER', providerAgentId: 'template-1' }],
  ['Agent', 'QWdlbnQ6U0tJUENBTEw6bWVtYmVyLTE', { provider: 'SKIPCALL', providerAgentId: 'member-1' }],
];
const NODE = `query ($id: ID!) { node(id: $id) {
  id __typename
  ... on Contact { e164 phoneNumber { raw } providerContacts { provider providerContactId } }
  ... on Agent { provider providerAgentId providerAccount { name } }
} }`;

const alone = useGraph({ calls: 0 });
const besides = useGraph({ calls: 0, accounts: ['aicaller-north', 'contact-center-north', 'exotel-north', 'skipcall-north'] });

describe.each<[string, Graph]>([
  ['With one account of each provider', alone],
  ['With further accounts', besides],
])('%s, an id of version 0.1.0', (_, graph) => {
  test.each(CALLS)('finds the call and stays its id: $0.provider', async (vendor, id) => {
    const row = vendor.row(1);
    serve(graph.simulators[vendor.simulator], row);
    const { call } = await graph.data<{ call: Data }>('query ($id: ID!) { call(id: $id) { id providerCallId } }', { id });
    expect(call).toEqual({ id, providerCallId: idOf(vendor, row) });
  });

  test.each(OTHERS)('finds the %s and stays its id: %s', async (type, id, fields) => {
    expect(await graph.data(NODE, { id })).toMatchObject({ node: { id, __typename: type, ...fields } });
  });

  test('is the one that a call is listed with', async () => {
    const row = AICALLER.row(1);
    serve(graph.simulators.aicaller, row);
    const { calls } = await graph.data<{ calls: { nodes: Data[] } }>('{ calls(first: 1, filter: { providerAccounts: ["aicaller"] }) { nodes { id agents { id } } } }');
    expect(calls.nodes).toEqual([{ id: CALLS[0]?.[1], agents: [{ id: expect.stringMatching(/^QWdlbnQ6QUlDQUxMRVI6/) }] }]);
  });
});

test('An account is found by its name, by its global id and as an entity', async () => {
  const id = writeGlobalId('ProviderAccount', 'exotel-north');
  const query = `query ($id: ID!, $representations: [_Any!]!) {
    providerAccount(name: "exotel-north") { id name provider capabilities isSimulated }
    nobody: providerAccount(name: "exotel-south") { id }
    node(id: $id) { id ... on ProviderAccount { name } }
    _entities(representations: $representations) { ... on ProviderAccount { name provider } }
  }`;
  expect(await besides.data(query, { id, representations: [{ __typename: 'ProviderAccount', id }] })).toEqual({
    providerAccount: { id, name: 'exotel-north', provider: 'EXOTEL', capabilities: EXOTEL.capabilities, isSimulated: false },
    nobody: null,
    node: { id, name: 'exotel-north' },
    _entities: [{ name: 'exotel-north', provider: 'EXOTEL' }],
  });
  const { providerAccounts, providers } = await besides.data<{ providerAccounts: Data[]; providers: Data[] }>('{ providerAccounts { name } providers { name } }');
  const names = providerAccounts.map(({ name }) => String(name));
  expect(names.slice(names.indexOf('exotel'), names.indexOf('exotel') + 2)).toEqual(['exotel', 'exotel-north']);
  expect(new Set(names).size).toBe(names.length);
  expect(providers.map(({ name }) => name)).toEqual(PROVIDERS);
});

describe('What belongs to a named account has its name in the id:', () => {
  const north = (name: string) => besides.simulators.accounts[name]?.rows ?? [];

  test('the call, its agents and its contact without a number', async () => {
    north('contact-center-north').splice(0, Infinity, { ...CONTACT_CENTER.row(1), agents: [7], all_agents: [], answered_agents: [], contact: { id: 42, name: 'Ada', number: null } });
    const { calls } = await besides.data<{ calls: { nodes: Data[] } }>(
      '{ calls(first: 1, filter: { providerAccounts: ["contact-center-north"] }) { nodes { id provider providerAccount { id name provider } agents { id providerAccount { name } } contact { id } } } }',
    );
    expect(calls.nodes).toEqual([
      {
        id: expect.stringMatching(new RegExp(`^${writeGlobalId('Call', 'contact-center-north', '1').slice(0, -2)}`)),
        provider: 'CONTACT_CENTER',
        providerAccount: { id: writeGlobalId('ProviderAccount', 'contact-center-north'), name: 'contact-center-north', provider: 'CONTACT_CENTER' },
        agents: [{ id: writeGlobalId('Agent', 'contact-center-north', '7'), providerAccount: { name: 'contact-center-north' } }],
        contact: { id: writeGlobalId('Contact', 'contact-center-north', 'id', '42') },
      },
    ]);
    const [{ agents: [agent] = [], contact }] = calls.nodes as [{ agents: Data[]; contact: Data }];
    for (const { id } of [agent, contact] as Data[]) expect(await besides.data(NODE, { id })).toMatchObject({ node: { id } });
  });

  test('an agent has the calls of its own account, and not those of an agent with the same id elsewhere', async () => {
    north('contact-center-north').splice(0, Infinity, { ...CONTACT_CENTER.row(1), agents: [7] });
    serve(besides.simulators.contactCenter, { ...CONTACT_CENTER.row(2), agents: [7] });
    const { agent } = await besides.data<{ agent: { calls: { nodes: Data[] } } }>('query ($id: ID!) { agent(id: $id) { calls(first: 5) { nodes { providerCallId } } } }', { id: writeGlobalId('Agent', 'contact-center-north', '7') });
    expect(agent.calls.nodes).toEqual([{ providerCallId: '100001' }]);
  });
});

test.each([
  ['a default account by its name', writeGlobalId('Call', 'exotel', 'c0ffee')],
  ['a name that is no account name', writeGlobalId('Call', 'exotel-', 'c0ffee')],
  ['a name in capital letters', writeGlobalId('Call', 'EXOTEL-NORTH', 'c0ffee')],
  ['a provider account of nobody', writeGlobalId('ProviderAccount', 'acme')],
])('An id with %s was never given out', async (_, id) => {
  const { errors } = await alone.ask(NODE, { id });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});
