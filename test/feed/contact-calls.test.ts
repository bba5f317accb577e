import { expected } from '../support/feed-model.js';
import { globalId, type KnownCall, PEOPLE, serve } from '../support/known-calls.js';
import { useSwitchboard } from '../support/switchboard.js';
import { LISTING_VENDORS } from '../vendors/index.js';

const parts = useSwitchboard({ calls: 0 });
const MINUTE_MS = 60_000;
const now = Math.floor(Date.now() / 1000) * 1000;

/** Each person has three calls at each provider, within an hour. */
const calls: KnownCall[] = PEOPLE.flatMap((person, at) =>
  LISTING_VENDORS.flatMap(({ provider, list: { says } }, of) =>
    [0, 1, 2].map((nth): KnownCall => ({
      provider, person, number: 1 + (at * LISTING_VENDORS.length + of) * 3 + nth, createdAt: now - (1 + nth * 20 + at) * MINUTE_MS, status: 'COMPLETED',
      direction: nth === 1 && says.inbound ? 'INBOUND' : 'OUTBOUND', line: '+12025550199', duration: 10, price: null,
    })),
  ),
);
const ofPerson = (person: string) => calls.filter((call) => call.person === person);

type Answer = Record<string, { calls: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }>;
const CALLS = '(first: 2) { nodes { id } pageInfo { hasNextPage endCursor } }';

beforeEach(() => serve(parts.simulators, calls));

describe("a contact's calls", () => {
  test('are those of every provider, in one order, on all pages', async () => {
    const [person = ''] = PEOPLE;
    const found: string[] = [];
    for (let after: string | null = null; ; ) {
      const answer = (await parts.switchboard.data(
        `query ($person: String!, $after: String) { contactByPhoneNumber(phoneNumber: $person) { calls(first: 4, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } }`,
        { person, after },
      )) as { contactByPhoneNumber: Answer[string] };
      const { nodes, pageInfo } = answer.contactByPhoneNumber.calls;
      found.push(...nodes.map(({ id }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(found).toEqual(expected(ofPerson(person), {}, 'NEWEST_FIRST'));
  });

  test('of many contacts in one operation are requested by five numbers at a time', async () => {
    const query = PEOPLE.map((person, at) => `c${at}: contactByPhoneNumber(phoneNumber: "${person}") { calls${CALLS} }`).join('\n');
    const answer = (await parts.switchboard.data(`{ ${query} }`)) as Answer;
    for (const [at, person] of PEOPLE.entries()) {
      const ids = answer[`c${at}`]?.calls.nodes.map(({ id }) => id);
      expect(ids).toEqual(expected(ofPerson(person), {}, 'NEWEST_FIRST').slice(0, 2));
      expect(answer[`c${at}`]?.calls.pageInfo.hasNextPage).toBe(true);
    }
    const { exotel, contactCenter } = parts.simulators;
    // Seven numbers: five and two, each once as From and once as To.
    expect(exotel.requests).toHaveLength(4);
    for (const { query: parameters } of exotel.requests) {
      expect((parameters.get('From') ?? parameters.get('To') ?? '').split(',').length).toBeLessThanOrEqual(5);
    }
    expect(contactCenter.requests).toHaveLength(1);
  });

  test('nested in a feed cost as much for fifty calls as for their distinct contacts', async () => {
    const query = `{ calls(first: 50) { nodes { id contact { e164 calls${CALLS} } } } }`;
    const answer = (await parts.switchboard.data(query)) as { calls: { nodes: { contact: { e164: string } & Answer[string] }[] } };
    expect(answer.calls.nodes).toHaveLength(50);
    for (const { contact } of answer.calls.nodes) {
      expect(contact.calls.nodes.map(({ id }) => id)).toEqual(expected(ofPerson(contact.e164), {}, 'NEWEST_FIRST').slice(0, 2));
    }
    expect(parts.simulators.exotel.requests.length).toBeLessThanOrEqual(5);
    expect(parts.simulators.contactCenter.requests.length).toBeLessThanOrEqual(2);
  });
});

describe('a contact looked up by number alone', () => {
  test('has the name from recent calls of any provider', async () => {
    const [person = ''] = PEOPLE;
    const row = parts.simulators.contactCenter.rows.find((one) => (one['contact'] as { number: string }).number === person.slice(1));
    (row?.['contact'] as Record<string, unknown>)['full_name'] = 'Jo Example';
    const { contactByPhoneNumber } = (await parts.switchboard.data(
      `{ contactByPhoneNumber(phoneNumber: "${person}") { name isUnknown providerContacts { provider name } } }`,
    )) as { contactByPhoneNumber: { name: string; isUnknown: boolean; providerContacts: { provider: string; name: string | null }[] } };
    expect(contactByPhoneNumber.name).toBe('Jo Example');
    expect(contactByPhoneNumber.isUnknown).toBe(false);
    expect(contactByPhoneNumber.providerContacts.map(({ provider }) => provider).sort()).toEqual(LISTING_VENDORS.map(({ provider }) => provider).sort());
  });

  test('has no name and no error if no provider has a name', async () => {
    const { contactByPhoneNumber } = (await parts.switchboard.data(`{ contactByPhoneNumber(phoneNumber: "+12025550177") { name isUnknown } }`)) as {
      contactByPhoneNumber: { name: string | null; isUnknown: boolean };
    };
    expect(contactByPhoneNumber).toEqual({ name: null, isUnknown: true });
  });

  test('has an error instead of no name if a provider that may have the name fails', async () => {
    parts.simulators.contactCenter.faults.add({ times: Infinity, fault: { kind: 'status', status: 503 } });
    const { data, errors } = await parts.switchboard.query(`{ contactByPhoneNumber(phoneNumber: "+12025550177") { e164 name } }`);
    expect(data).toEqual({ contactByPhoneNumber: { e164: '+12025550177', name: null } });
    expect(errors?.map(({ path, extensions }) => ({ path, extensions }))).toEqual([
      { path: ['contactByPhoneNumber', 'name'], extensions: { code: 'PROVIDER_UNAVAILABLE', provider: 'CONTACT_CENTER', providerAccount: 'contact-center' } },
    ]);
  });
});

describe("an agent's calls", () => {
  test("use the contact centre's agentId and AICaller's callTemplateId", async () => {
    const query = `query ($id: ID!) { agent(id: $id) { calls(first: 100) { nodes { id } sources { provider status } } } }`;
    const { agentIds } = await agents();
    for (const [provider, providerAgentId] of [['CONTACT_CENTER', '1'], ['AICALLER', 'template1']] as const) {
      const { agent } = (await parts.switchboard.data(query, { id: agentIds.get(`${provider} ${providerAgentId}`) })) as { agent: Answer[string] };
      const own = calls.filter((call) => call.provider === provider && call.number % 3 === 1);
      expect(agent.calls.nodes.map(({ id }) => id)).toEqual(expected(own, {}, 'NEWEST_FIRST'));
    }
    expect(parts.simulators.contactCenter.requests.some(({ query: parameters }) => parameters.get('agentId') === '1')).toBe(true);
    expect(parts.simulators.aicaller.requests.at(-1)?.query.get('callTemplateId')).toBe('template1');
  });
});

async function agents(): Promise<{ agentIds: Map<string, string> }> {
  const { calls: feed } = (await parts.switchboard.data(`{ calls(first: 100) { nodes { agents { id provider providerAgentId } } } }`)) as {
    calls: { nodes: { agents: { id: string; provider: string; providerAgentId: string }[] }[] };
  };
  return { agentIds: new Map(feed.nodes.flatMap(({ agents: all }) => all.map(({ id, provider, providerAgentId }) => [`${provider} ${providerAgentId}`, id]))) };
}

test('the ids in these tests are ids of the graph', async () => {
  const { calls: feed } = (await parts.switchboard.data(`{ calls(first: 500) { nodes { id } } }`)) as { calls: { nodes: { id: string }[] } };
  expect(new Set(feed.nodes.map(({ id }) => id))).toEqual(new Set(calls.map(globalId)));
});
