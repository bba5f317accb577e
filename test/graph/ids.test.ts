import fc from 'fast-check';
import { defaultAccount, namedAccount } from '../../src/model/account.js';
import { accountId, agentId, callId, contactId, readAddress, recordingId } from '../../src/model/address.js';
import { writeGlobalId } from '../support/global-ids.js';
import { isProviderId } from '../../src/model/provider-id.js';
import { codesIn, type Data, useGraph } from '../support/graph.js';
import { aliased } from '../support/operations.js';
import { runs } from '../support/property.js';
import { PROVIDERS } from '../vendors/index.js';

const graph = useGraph({ calls: 20 });
const base64 = (text: string) => Buffer.from(text).toString('base64url');

/** All fields of objects with an id, except feeds. */
const NODES = `query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ...on Call { provider providerCallId status createdAt }
    ...on Contact { e164 phoneNumber { raw international countryCode } providerContacts { provider providerContactId name listIds } }
    ...on Agent { provider providerAgentId kind name }
    ...on Recording { url call { id } }
  }
}`;

interface Nodes {
  readonly nodes: (Data | null)[];
}

const ROOTS = ['node', 'call', 'contact', 'agent', 'recording'];

describe("An id that this graph can't have written is a BAD_USER_INPUT error", () => {
  const malformed = [
    '', ' ', 'x', '1234', 'null', 'é', base64('Call'), base64('Call:'), base64('Planet:EARTH:1'), base64('call:EXOTEL:1'), base64('Call:EXOTEL:%'),
    base64('Call:EXOTEL:a b'), `${base64('Call:EXOTEL:1')}=`, base64('Call:EXOTEL:1').slice(0, -1), 'x'.repeat(9000),
  ];

  test.each(ROOTS)('of %s, with its path', async (root) => {
    for (const id of malformed) {
      const { data, errors } = await graph.ask(`query ($id: ID!) { ${root}(id: $id) { id } }`, { id });
      expect(data).toEqual({ [root]: null });
      expect(errors).toMatchObject([{ path: [root], extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }]);
    }
  });

  test.each(['nodes', 'callsByIds'])('of its member in %s, with its path', async (root) => {
    const known = writeGlobalId('Call', 'SKIPCALL', String(graph.simulators.skipcall.rows[0]?.['id']));
    const { data, errors } = await graph.ask(`query ($ids: [ID!]!) { ${root}(ids: $ids) { id } }`, { ids: [known, 'nonsense', known] });
    expect(data).toEqual({ [root]: [{ id: known }, null, { id: known }] });
    expect(errors).toMatchObject([{ path: [root, 1], extensions: { code: 'BAD_USER_INPUT', argument: 'ids.1' } }]);
  });

  test.each([
    ['too many parts', writeGlobalId('Call', 'SKIPCALL', 'a', '1', '2')],
    ['too few parts', writeGlobalId('Call', 'SKIPCALL')],
    ['an empty part', writeGlobalId('Call', 'SKIPCALL', '')],
    ['a malformed time', writeGlobalId('Call', 'EXOTEL', 'abc', 'yesterday')],
    ['a time out of range', writeGlobalId('Call', 'EXOTEL', 'abc', '1e300')],
    ['an agent without an id', writeGlobalId('Agent', 'SKIPCALL')],
    ['a contact without a number', writeGlobalId('Contact', '')],
    ['a contact with an invalid number', writeGlobalId('Contact', '0123')],
    ['a recording without a call', writeGlobalId('Recording', '', '')],
    ['a recording with an invalid call id', writeGlobalId('Recording', 'nonsense', '#0')],
  ])('if it has %s', async (_, id) => {
    const { errors } = await graph.ask(NODES, { ids: [id] });
    expect(errors).toMatchObject([{ path: ['nodes', 0], extensions: { code: 'BAD_USER_INPUT', argument: 'ids.0' } }]);
  });

  test('if it is the id of another type', async () => {
    const id = writeGlobalId('Agent', 'SKIPCALL', 'member-1');
    const { errors } = await graph.ask('query ($id: ID!) { call(id: $id) { id } }', { id });
    expect(errors).toMatchObject([{ message: expect.stringContaining('Agent'), extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test.each([
    ['call', writeGlobalId('Call', 'PIGEON_POST', '1')],
    ['contact', writeGlobalId('Contact', 'PIGEON_POST', 'id', '1')],
    ['contact', writeGlobalId('Contact', 'PIGEON_POST', 'raw', '1')],
  ])('if a %s is of an unknown provider', async (_, id) => {
    expect(codesIn(await graph.ask(NODES, { ids: [id] }))).toEqual(['BAD_USER_INPUT']);
  });

  test.each([
    ['Exotel', writeGlobalId('Call', 'EXOTEL', 'abc', '8640000000000')],
    ['the contact centre', writeGlobalId('Call', 'CONTACT_CENTER', '1234', '8640000000000')],
    ['the contact centre', writeGlobalId('Call', 'CONTACT_CENTER', '1234', '-8640000000000')],
    ['the contact centre', writeGlobalId('Call', 'CONTACT_CENTER', '1234', '253402300800')],
  ])('or CALL_OUT_OF_HISTORY for a call of %s at an extreme time', async (_, id) => {
    for (const code of codesIn(await graph.ask(NODES, { ids: [id] }))) expect(['BAD_USER_INPUT', 'CALL_OUT_OF_HISTORY']).toContain(code);
  });
});

describe('Any text as an id', () => {
  /** Writes an address again, as the graph writes ids. */
  const written = (id: string): string => {
    const address = readAddress(id, 'id');
    switch (address.type) {
      case 'Call':
        return callId(address.account, address.providerCallId, address.hint);
      case 'Contact':
        return contactId(address.identity);
      case 'Agent':
        return agentId(address.account, address.providerAgentId);
      case 'Recording':
        return recordingId(address.call.id, address.key);
      case 'ProviderAccount':
        return accountId(address.account);
    }
  };

  test('equals the id that it is read as, or is refused', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      try {
        expect(written(text)).toBe(text);
      } catch (error) {
        expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      }
    }), runs(200));
  });

  test('that the graph wrote is read unchanged', () => {
    const account = fc.constantFrom(...PROVIDERS.flatMap((provider) => [defaultAccount(provider), namedAccount(provider, 'north'), namedAccount(provider, 'north-2')]));
    const own = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => isProviderId(text));
    const hint = fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 }).map((milliseconds) => new Date(milliseconds)));
    const call = fc.tuple(account, own, hint).map(([name, id, instant]) => callId(name, id, instant));
    const contact = fc.oneof(
      fc.constantFrom('+12025550143', '+33199001234').map((e164) => contactId({ kind: 'number', e164 })),
      fc.tuple(account, own).map(([name, providerContactId]) => contactId({ kind: 'entry', account: name, providerContactId })),
      fc.tuple(account, own).map(([name, raw]) => contactId({ kind: 'raw', account: name, raw })),
      call.map((id) => contactId({ kind: 'call', callId: id })),
    );
    const agent = fc.tuple(account, own).map(([name, id]) => agentId(name, id));
    const recording = fc.tuple(call, own).map(([id, key]) => recordingId(id, key));
    fc.assert(fc.property(fc.oneof(call, contact, agent, recording, account.map(accountId)), (id) => {
      fc.pre(id.length <= 1024);
      expect(written(id)).toBe(id);
    }), runs(200));
  });

  test('gives an answer or BAD_USER_INPUT, and never an internal error', async () => {
    const part = fc.oneof(
      fc.constantFrom(...PROVIDERS, 'id', 'raw', '#0', '+12025550143', '', '0', '1', '-1', '1700000000', '1.5', 'NaN'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    const provider = fc.constantFrom(...PROVIDERS);
    const type = fc.constantFrom('Call' as const, 'Contact' as const, 'Agent' as const, 'Recording' as const);
    const written = fc.tuple(type, provider, fc.array(part, { maxLength: 3 })).map(([name, one, parts]) => writeGlobalId(name, one, ...parts));
    const ids = fc.sample(fc.oneof(written, fc.string({ unit: 'binary' }), fc.base64String()), runs(300));
    const { status, data, errors } = await graph.ask<Nodes>(NODES, { ids });
    expect(status).toBe(200);
    expect(data.nodes.length).toBe(ids.length);
    data.nodes.forEach((node, index) => expect([null, ids[index]]).toContain(node?.['id'] ?? null));
    const unexpected = (errors ?? []).filter(({ extensions }) => !['BAD_USER_INPUT', 'CALL_OUT_OF_HISTORY'].includes(String(extensions['code'])));
    expect(unexpected.map(({ path, extensions }) => [ids[Number(path?.[1])], extensions['code']])).toEqual([]);
  });
});

describe('A provider\'s own id', () => {
  const odd = ['.', '..', '%2e%2e', 'a/b', '../phoneCalls', 'a?b=c', 'a#b', 'a\\b', ' a ', '\u0000', '\ud800', 'é'];
  const ask = (provider: string, providerCallIds: string[]) =>
    graph.ask('query ($provider: CallProviderInput!, $ids: [String!]!) { calls: callsByProviderIds(provider: $provider, providerCallIds: $ids) { id } }', {
      provider,
      ids: providerCallIds,
    });

  test.each(PROVIDERS)('of %s may be any text, and is a call or null', async (provider) => {
    for (const id of odd) {
      const answer = await ask(provider, [id]);
      expect([id, answer.data, ...codesIn(answer).filter((code) => code !== 'BAD_USER_INPUT')]).toEqual([id, { calls: [null] }]);
    }
  });

  test.each([
    ['AICALLER', 'aicaller' as const, /^\/v1\/phoneCalls\/[^/]+$/],
    ['SKIPCALL', 'skipcall' as const, /^\/v1\/calls\/[^/]+$/],
  ])('of %s never changes the requested path', async (provider, name, documented) => {
    for (const id of odd) await ask(provider, [id]);
    const paths = graph.simulators[name].requests.map(({ path }) => path);
    expect(paths.filter((path) => !documented.test(path))).toEqual([]);
  });

  test.each([[''], ['   '], ['x'.repeat(257)]])('must not be %j', async (id) => {
    const { errors } = await graph.ask(aliased('EXOTEL', [id]));
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'providerCallId' } }]);
    const list = await graph.ask('query ($ids: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { id } }', { ids: ['a', id] });
    expect(list.errors).toMatchObject([{ path: ['callsByProviderIds', 1], extensions: { code: 'BAD_USER_INPUT', argument: 'providerCallIds.1' } }]);
  });
});

describe('More than a thousand ids at once', () => {
  test.each([
    ['nodes', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', 'ids'],
    ['callsByIds', 'query ($ids: [ID!]!) { callsByIds(ids: $ids) { id } }', 'ids'],
    ['callsByProviderIds', 'query ($ids: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { id } }', 'providerCallIds'],
  ])('are refused by %s before any request', async (_, query, argument) => {
    const answer = await graph.ask(query, { ids: Array.from({ length: 1001 }, () => 'abc') });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
    expect(graph.simulators.exotel.requests).toEqual([]);
  });

  test('are too many, but a thousand are allowed', async () => {
    const query = 'query ($ids: [String!]!) { callsByProviderIds(provider: CONTACT_CENTER, providerCallIds: $ids) { id } }';
    const { callsByProviderIds } = await graph.data<{ callsByProviderIds: unknown[] }>(query, { ids: Array.from({ length: 1000 }, (_, index) => String(index)) });
    expect(callsByProviderIds.length).toBe(1000);
  });
});
