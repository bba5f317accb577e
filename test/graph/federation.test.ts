import { Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import { writeGlobalId } from '../support/global-ids.js';
import { bulkRequests } from '../support/exotel-requests.js';
import { codesIn, type Data, useGraph } from '../support/graph.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, idOf, SKIPCALL, VENDORS } from '../vendors/index.js';

const graph = useGraph({ calls: 30 });

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ...on Call { id provider providerCallId }
    ...on Contact { id e164 }
    ...on Agent { id provider providerAgentId kind }
    ...on Recording { id call { providerCallId } }
  }
}`;

interface Entities {
  readonly _entities: (Data | null)[];
}

const entities = (...representations: Data[]) => graph.ask<Entities>(ENTITIES, { representations });
/** The id of a call of a vendor. The first calls have ended. */
const known = (vendor: (typeof VENDORS)[number], index = 0) => idOf(vendor, graph.simulators[vendor.simulator].rows[index] ?? {});

describe('The subgraph', () => {
  test('declares the keys of its entities', async () => {
    const { _service } = await graph.data<{ _service: { sdl: string } }>('{ _service { sdl } }');
    const types = parse(_service.sdl).definitions.filter((definition): definition is ObjectTypeDefinitionNode => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
    const keysOf = (name: string) =>
      types.filter((type) => type.name.value === name).flatMap((type) => type.directives ?? [])
        .filter((directive) => directive.name.value === 'key')
        .flatMap((directive) => directive.arguments ?? [])
        .map(({ value }) => (value.kind === Kind.STRING ? value.value : ''));
    expect({ Call: keysOf('Call'), Contact: keysOf('Contact'), Agent: keysOf('Agent'), Recording: keysOf('Recording') }).toEqual({
      Call: ['id', 'provider providerCallId'],
      Contact: ['id', 'e164'],
      Agent: ['id'],
      Recording: ['id'],
    });
    expect(_service.sdl).toMatch(/@link\(url: "https:\/\/specs\.apollo\.dev\/federation\/v2\.\d+"/);
  });
});

describe('Another subgraph finds', () => {
  test.each(VENDORS)('a call of $provider by provider and provider\'s id, and by its global id', async (vendor) => {
    const providerCallId = known(vendor);
    const { data } = await entities({ __typename: 'Call', provider: vendor.provider, providerCallId });
    expect(data._entities).toMatchObject([{ __typename: 'Call', provider: vendor.provider, providerCallId }]);
    const again = await entities({ __typename: 'Call', id: data._entities[0]?.['id'] });
    expect(again.data).toEqual(data);
  });

  test('a contact by its number and by its id', async () => {
    const { data } = await entities({ __typename: 'Contact', e164: '+447700900123' });
    expect(data._entities).toMatchObject([{ __typename: 'Contact', e164: '+447700900123' }]);
    expect((await entities({ __typename: 'Contact', id: data._entities[0]?.['id'] })).data).toEqual(data);
  });

  test('agents by their ids', async () => {
    const ids = [writeGlobalId('Agent', 'AICALLER', 'template-1'), writeGlobalId('Agent', 'SKIPCALL', 'member-1')];
    const { data } = await entities(...ids.map((id) => ({ __typename: 'Agent', id })));
    expect(data._entities).toMatchObject([{ id: ids[0], provider: 'AICALLER', kind: 'AI' }, { id: ids[1], provider: 'SKIPCALL', kind: 'HUMAN' }]);
  });

  test('a recording by its id', async () => {
    const row = graph.simulators.aicaller.rows.find(({ recordingUrl }) => recordingUrl) ?? {};
    const id = writeGlobalId('Recording', writeGlobalId('Call', 'AICALLER', idOf(AICALLER, row)), '#0');
    expect((await entities({ __typename: 'Recording', id })).data._entities).toEqual([
      { __typename: 'Recording', id, call: { providerCallId: idOf(AICALLER, row) } },
    ]);
  });

  test('all of these in one query, in the requested order', async () => {
    const { data } = await entities(
      { __typename: 'Contact', e164: '+447700900123' },
      { __typename: 'Call', provider: 'SKIPCALL', providerCallId: known(SKIPCALL) },
      { __typename: 'Agent', id: writeGlobalId('Agent', 'AICALLER', 'template-1') },
      { __typename: 'Call', provider: 'CONTACT_CENTER', providerCallId: known(CONTACT_CENTER) },
    );
    expect(data._entities.map((entity) => entity?.['__typename'])).toEqual(['Contact', 'Call', 'Agent', 'Call']);
  });

  test('many calls of one window with one request, shared with the rest of the operation', async () => {
    const rows = graph.simulators.exotel.rows.filter(({ Status }) => Status === 'completed').slice(-5);
    const representations = rows.map((row) => ({ __typename: 'Call', provider: 'EXOTEL', providerCallId: idOf(EXOTEL, row) }));
    const query = `query ($representations: [_Any!]!, $sid: String!) {
      _entities(representations: $representations) { ...on Call { id } }
      callByProviderId(provider: EXOTEL, providerCallId: $sid) { id }
    }`;
    const ask = () => graph.data(query, { representations, sid: idOf(EXOTEL, rows[0] ?? {}) });
    await ask();
    const windows = bulkRequests(graph.simulators.exotel);
    expect(new Set(windows.map(({ query: parameters }) => parameters.get('DateCreated'))).size).toBe(windows.length);
  });
});

describe('An entity that does not exist is null, without an error', () => {
  test.each<[string, Data]>([
    ['a call of AICaller', { __typename: 'Call', provider: 'AICALLER', providerCallId: 'nobody' }],
    ['a call of the contact centre', { __typename: 'Call', provider: 'CONTACT_CENTER', providerCallId: '987654321' }],
    ['a call of Exotel', { __typename: 'Call', provider: 'EXOTEL', providerCallId: 'f'.repeat(32) }],
    ['a call of Skipcall', { __typename: 'Call', provider: 'SKIPCALL', providerCallId: 'nobody' }],
    ['an agent of the contact centre', { __typename: 'Agent', id: writeGlobalId('Agent', 'CONTACT_CENTER', '987654321') }],
    ['a recording', { __typename: 'Recording', id: writeGlobalId('Recording', writeGlobalId('Call', 'SKIPCALL', 'nobody'), '#0') }],
  ])('for example %s', async (_, representation) => {
    const { data, errors } = await entities(representation);
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([null]);
  });
});

describe('An invalid representation is an error of its own entity only', () => {
  const good = { __typename: 'Contact', e164: '+447700900123' };

  test.each<[string, Data]>([
    ['a call without a key', { __typename: 'Call' }],
    ['a call with a part of a key', { __typename: 'Call', provider: 'EXOTEL' }],
    ['a call with an empty key', { __typename: 'Call', provider: 'EXOTEL', providerCallId: '' }],
    ['a call with null as id', { __typename: 'Call', id: null }],
    ['a call with a number as id', { __typename: 'Call', id: 7 }],
    ['a call with an object as id', { __typename: 'Call', provider: 'EXOTEL', providerCallId: { a: 1 } }],
    ['a call with a malformed id', { __typename: 'Call', id: 'nonsense' }],
    ['a call with the id of an agent', { __typename: 'Call', id: writeGlobalId('Agent', 'AICALLER', 'a') }],
    ['a call of an unknown provider', { __typename: 'Call', provider: 'PIGEON_POST', providerCallId: '1' }],
    ['a contact without a key', { __typename: 'Contact' }],
    ['a contact with an empty number', { __typename: 'Contact', e164: '0123' }],
    ['a contact with null as number', { __typename: 'Contact', e164: null }],
    ['an agent without a key', { __typename: 'Agent' }],
    ['a recording without a key', { __typename: 'Recording' }],
    ['a recording with a malformed id', { __typename: 'Recording', id: 'nonsense' }],
  ])('for example %s', async (_, bad) => {
    const answer = await entities(good, bad, good);
    expect(answer.errors).toMatchObject([{ path: ['_entities', 1], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(answer.data._entities).toMatchObject([{ e164: good.e164 }, null, { e164: good.e164 }]);
  });

  test('for example a type that this subgraph does not have', async () => {
    const answer = await entities({ __typename: 'Planet', id: '1' });
    expect(answer.errors?.length).toBe(1);
    expect(codesIn(answer)).not.toContain('PROVIDER_UNAVAILABLE');
  });
});

test('A failing provider is an error only of the entities that needed it', async () => {
  graph.simulators.skipcall.faults.add({ fault: { kind: 'status', status: 500 }, times: Infinity });
  const answer = await entities(
    { __typename: 'Call', provider: 'SKIPCALL', providerCallId: known(SKIPCALL) },
    { __typename: 'Call', provider: 'AICALLER', providerCallId: known(AICALLER) },
  );
  expect(answer.data._entities).toMatchObject([null, { providerCallId: known(AICALLER) }]);
  expect(answer.errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'PROVIDER_UNAVAILABLE', provider: 'SKIPCALL' } }]);
});
