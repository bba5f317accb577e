import { writeGlobalId } from '../support/global-ids.js';
import { codesIn, type Data } from '../support/graph.js';
import { lookUp } from '../support/lookups.js';
import { eventually } from '../support/eventually.js';
import { AICALLER, idOf, SKIPCALL } from '../vendors/index.js';
import { useReplicas } from '../support/replicas.js';
import { ago, contactCenterRow, DAY, exotelRow, serve, sid, sids } from '../vendors/rows.js';

const replicas = useReplicas({}, { accounts: ['aicaller-north', 'exotel-north', 'contact-center-north', 'skipcall-north'] });
const account = (name: string) => {
  const simulator = replicas.simulators.accounts[name];
  if (!simulator) throw new Error(`${name} is not simulated.`);
  return simulator;
};
const FIND = `query ($provider: CallProviderInput!, $ids: [String!]!, $account: String) {
  calls: callsByProviderIds(provider: $provider, providerCallIds: $ids, providerAccount: $account) { id providerCallId providerAccount { name } }
}`;
const find = (provider: string, ids: readonly string[], name: string | null = null) => replicas.first.ask(FIND, { provider, ids, account: name });

describe("The contact centre's ids collide between accounts:", () => {
  const both = () => {
    serve(replicas.simulators.contactCenter, contactCenterRow(1, ago(DAY)), contactCenterRow(2, ago(DAY)));
    serve(account('contact-center-north'), contactCenterRow(1, ago(2 * DAY)), contactCenterRow(3, ago(DAY)));
  };

  test('an id that two accounts have is ambiguous, and only that one', async () => {
    both();
    const { data, errors } = await find('CONTACT_CENTER', ['1', '2', '3', '4']);
    expect(data.calls).toEqual([
      null,
      { id: expect.any(String), providerCallId: '2', providerAccount: { name: 'contact-center' } },
      { id: expect.any(String), providerCallId: '3', providerAccount: { name: 'contact-center-north' } },
      null,
    ]);
    const reason = { code: 'BAD_USER_INPUT', reason: 'AMBIGUOUS_ACCOUNT', providerAccounts: ['contact-center', 'contact-center-north'] };
    expect(errors).toMatchObject([{ path: ['calls', 0], extensions: reason }]);
  });

  test('the account that is named is asked, and no other', async () => {
    both();
    const { data, errors } = await find('CONTACT_CENTER', ['1', '3'], 'contact-center-north');
    expect(errors).toBeUndefined();
    expect(data.calls.map((call: Data) => call['providerAccount'])).toEqual([{ name: 'contact-center-north' }, { name: 'contact-center-north' }]);
    expect(replicas.simulators.contactCenter.requests).toEqual([]);
  });

  test('while one of them cannot be asked, no call is certain, and every id is an error', async () => {
    both();
    account('contact-center-north').faults.add({ fault: { kind: 'status', status: 401 }, times: Infinity });
    const answer = await find('CONTACT_CENTER', ['2', '4']);
    expect(answer.data.calls).toEqual([null, null]);
    expect(codesIn(answer)).toEqual(['PROVIDER_UNAUTHORIZED', 'PROVIDER_UNAUTHORIZED']);
  });

  test('a global id names its account, and finds that call', async () => {
    both();
    const { data } = await find('CONTACT_CENTER', ['3'], 'contact-center-north');
    const ids = [data.calls[0].id, writeGlobalId('Call', 'CONTACT_CENTER', '1'), writeGlobalId('Call', 'contact-center-north', '1'), writeGlobalId('Call', 'CONTACT_CENTER', '3')];
    const { callsByIds } = await replicas.first.data('query ($ids: [ID!]!) { callsByIds(ids: $ids) { id providerAccount { name } } }', { ids });
    expect(callsByIds).toEqual([
      { id: ids[0], providerAccount: { name: 'contact-center-north' } },
      { id: ids[1], providerAccount: { name: 'contact-center' } },
      { id: ids[2], providerAccount: { name: 'contact-center-north' } },
      null,
    ]);
  });

  test('the cache never confuses them', async () => {
    both();
    const caching = await replicas.start({ CACHE_MAX_CALLS: '100', CACHE_UNSETTLED_SECONDS: '3600' });
    const ids = ['CONTACT_CENTER', 'contact-center-north'].map((written) => writeGlobalId('Call', written, '1'));
    const ask = () => caching.data('query ($ids: [ID!]!) { callsByIds(ids: $ids) { id createdAt providerAccount { name } } }', { ids });
    const first = await ask();
    expect(first.callsByIds.map((call: Data) => call['providerAccount'])).toEqual([{ name: 'contact-center' }, { name: 'contact-center-north' }]);
    expect(new Set(first.callsByIds.map((call: Data) => call['createdAt'])).size).toBe(2);
    for (const { requests } of replicas.simulators.all) requests.length = 0;
    expect(await ask()).toEqual(first);
    expect(replicas.simulators.all.flatMap(({ requests }) => requests)).toEqual([]);
  });

  test('an absence that is only remembered does not make a call certain', async () => {
    both();
    const caching = await replicas.start({ CACHE_MAX_CALLS: '100', CACHE_ABSENT_SECONDS: '3600', CACHE_UNSETTLED_SECONDS: '3600' });
    const ask = () => caching.ask('{ callByProviderId(provider: CONTACT_CENTER, providerCallId: "2") { providerAccount { name } } }');
    expect((await ask()).data.callByProviderId).toEqual({ providerAccount: { name: 'contact-center' } });
    serve(account('contact-center-north'), contactCenterRow(2, ago(DAY)));
    expect((await ask()).errors).toMatchObject([{ extensions: { reason: 'AMBIGUOUS_ACCOUNT' } }]);
  });

  test('an ambiguous key of an entity fails alone', async () => {
    both();
    const representations = ['1', '2'].map((providerCallId) => ({ __typename: 'Call', provider: 'CONTACT_CENTER', providerCallId }));
    const { data, errors } = await replicas.first.ask('query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Call { providerCallId } } }', { representations });
    expect(data._entities).toEqual([null, { providerCallId: '2' }]);
    expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { reason: 'AMBIGUOUS_ACCOUNT' } }]);
  });
});

describe("Exotel's ids are unique among accounts:", () => {
  test('150 Sids over two accounts cost two requests an account, and by global id one', async () => {
    const all = sids(150);
    serve(replicas.simulators.exotel, ...all.slice(0, 75).map((one) => exotelRow(one, ago(DAY))));
    serve(account('exotel-north'), ...all.slice(75).map((one) => exotelRow(one, ago(DAY))));
    const { data } = await find('EXOTEL', all);
    expect(data.calls.map((call: Data | null) => call?.['providerCallId'])).toEqual(all);
    const counts = () => [replicas.simulators.exotel.requests.length, account('exotel-north').requests.length];
    expect(counts()).toEqual([2, 2]);
    const ids = data.calls.map(({ id }: { id: string }) => id);
    const fresh = await replicas.start({ CACHE_MAX_CALLS: '0' });
    await fresh.data('query ($ids: [ID!]!) { callsByIds(ids: $ids) { id } }', { ids });
    expect(counts()).toEqual([3, 3]);
  });

  test('a call is found although the other account fails, and a call that is nowhere is an error then', async () => {
    serve(replicas.simulators.exotel, exotelRow(sid(1), ago(DAY)));
    account('exotel-north').faults.add({ fault: { kind: 'status', status: 401 }, times: Infinity });
    const answer = await find('EXOTEL', [sid(1), sid(2)]);
    expect(answer.data.calls).toEqual([expect.objectContaining({ providerCallId: sid(1) }), null]);
    expect(answer.errors).toMatchObject([{ path: ['calls', 1], extensions: { code: 'PROVIDER_UNAUTHORIZED' } }]);
  });

  test('one that is found at one account is not remembered as absent at the other', async () => {
    serve(replicas.simulators.exotel, exotelRow(sid(1), ago(DAY)));
    await find('EXOTEL', [sid(1)]);
    serve(account('exotel-north'), exotelRow(sid(1), ago(DAY)));
    const id = writeGlobalId('Call', 'exotel-north', sid(1));
    expect(await replicas.first.data('query ($id: ID!) { call(id: $id) { providerAccount { name } } }', { id })).toEqual({ call: { providerAccount: { name: 'exotel-north' } } });
  });
});

describe('A look-up at every account', () => {
  test('that one account answers uses up no allowance of the others', async () => {
    const limited = await replicas.start({ SKIPCALL_REQUESTS_PER_MINUTE: '100', SKIPCALL_NORTH_REQUESTS_PER_MINUTE: '100' });
    serve(replicas.simulators.skipcall, ...Array.from({ length: 20 }, (_, index) => SKIPCALL.row(index)));
    serve(account('skipcall-north'), SKIPCALL.row(99));
    replicas.simulators.skipcall.faults.add({ fault: { kind: 'delay', milliseconds: 10 }, times: Infinity });
    const look = async (index: number) => (await lookUp(limited, 'SKIPCALL', idOf(SKIPCALL, SKIPCALL.row(index)), 'providerAccount { name }')).data;
    for (let index = 0; index < 20; index++) expect(await look(index)).toEqual({ a0: { providerAccount: { name: 'skipcall' } } });
    expect(await look(99)).toEqual({ a0: { providerAccount: { name: 'skipcall-north' } } });
  });

  test('ends no look-up at one of them, if a vendor shows the same call at both', async () => {
    for (const simulator of [replicas.simulators.aicaller, account('aicaller-north')]) serve(simulator, AICALLER.row(1));
    const id = writeGlobalId('Call', 'aicaller-north', idOf(AICALLER, AICALLER.row(1)));
    const { x, north } = await replicas.first.data(`{ x: callByProviderId(provider: AICALLER, providerCallId: "${idOf(AICALLER, AICALLER.row(1))}") { id } north: call(id: "${id}") { id } }`);
    expect(x).not.toBeNull();
    expect(north).toEqual({ id });
  });

  test('that ends early leaves the look-up of another client to its own end', async () => {
    const narrow = await replicas.start({ UPSTREAM_MAX_CONCURRENT: '1' });
    const rows = Array.from({ length: 20 }, (_, index) => AICALLER.row(index));
    serve(replicas.simulators.aicaller, ...rows.slice(19));
    serve(account('aicaller-north'), ...rows.slice(0, 19));
    account('aicaller-north').faults.add({ fault: { kind: 'delay', milliseconds: 30 }, times: Infinity });
    const ids = rows.map((row) => idOf(AICALLER, row));
    const named = narrow.ask(FIND, { provider: 'AICALLER', ids, account: 'aicaller-north' });
    await eventually('the first request', () => account('aicaller-north').requests.length > 0);
    expect((await lookUp(narrow, 'AICALLER', ids[19] ?? '')).data).toEqual({ a0: { providerCallId: ids[19] } });
    const { data, errors } = await named;
    expect(errors).toBeUndefined();
    expect(data.calls.map((call: Data | null) => call?.['providerCallId'] ?? null)).toEqual([...ids.slice(0, 19), null]);
  });
});

test.each([
  ['of another provider', 'EXOTEL', 'skipcall-north'],
  ['that nobody knows', 'EXOTEL', 'exotel-nowhere'],
  ['that is empty', 'EXOTEL', ''],
])('An account %s is a mistake of the client, and nobody is asked', async (_, provider, name) => {
  const { errors } = await replicas.first.ask(`{ callByProviderId(provider: ${provider}, providerCallId: "1", providerAccount: ${JSON.stringify(name)}) { id } }`);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'providerAccount' } }]);
  expect(replicas.simulators.all.flatMap(({ requests }) => requests)).toEqual([]);
});

test('An id of an account that is not configured is an error, and never null', async () => {
  const answer = await replicas.first.ask('query ($id: ID!) { call(id: $id) { id } }', { id: writeGlobalId('Call', 'exotel-gone', sid(1)) });
  expect(answer.errors).toMatchObject([{ message: 'exotel-gone is not configured.', extensions: { code: 'PROVIDER_UNAVAILABLE', provider: 'EXOTEL' } }]);
  const agent = await replicas.first.ask('query ($id: ID!) { agent(id: $id) { id } }', { id: writeGlobalId('Agent', 'contact-center-gone', '5') });
  expect(codesIn(agent)).toEqual(['PROVIDER_UNAVAILABLE']);
});
