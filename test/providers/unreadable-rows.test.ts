import type { Row } from '../../src/simulators/index.js';
import { feedPage } from '../support/feed.js';
import { codesIn, type Data, useGraph } from '../support/graph.js';
import { aliased } from '../support/operations.js';
import { serve } from '../support/rows.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, idOf, SKIPCALL, type Vendor, VENDORS } from '../support/vendors.js';

const graph = useGraph({ calls: 0 });
const PRIVATE = '+447700900123';

/** What no call can be made of. */
const unreadable = ({ idField }: Vendor): Row[] =>
  [null, PRIVATE, 7, [PRIVATE], {}, { note: PRIVATE }, { [idField]: null, note: PRIVATE }, { [idField]: '' }, { [idField]: {} }] as unknown[] as Row[];

beforeEach(() => {
  graph.switchboard.log.length = 0;
});

describe.each(VENDORS.filter(({ lists }) => lists))('Rows of $provider that are no calls', (vendor) => {
  const readable = [vendor.row(1), vendor.row(2), vendor.row(3)];
  const broken = unreadable(vendor);
  const ids = readable.map((row) => idOf(vendor, row)).sort();
  beforeEach(() => serve(graph.simulators[vendor.simulator], ...broken.slice(0, 4), ...readable, ...broken.slice(4)));
  const feed = () => feedPage(graph, { filter: { providers: [vendor.provider] }, first: 50 });

  test('are left out of the feed alone', async () => {
    expect((await feed()).nodes.map(({ providerCallId }) => providerCallId).sort()).toEqual(ids);
  });

  test('are counted where the provider says how it took part', async () => {
    const { sources } = await feed();
    const source = sources.find(({ provider }) => provider === vendor.provider);
    expect(source).toMatchObject({ status: 'PARTIAL', code: 'UNREADABLE_ROWS', message: expect.stringMatching(/\d/) });
  });

  test('are counted in the log, which has nothing of what is in them', async () => {
    await feed();
    const lines = graph.switchboard.log.map((line) => JSON.parse(line) as Data).filter(({ rows }) => rows !== undefined);
    expect(lines[0]).toMatchObject({ provider: vendor.provider, rows: broken.length });
    expect(graph.switchboard.log.join()).not.toContain(PRIVATE);
  });

  test('do not hinder a look-up', async () => {
    const { data, errors } = await graph.ask(aliased(vendor.provider, ids));
    expect(errors).toBeUndefined();
    expect(Object.values(data)).toEqual(ids.map((providerCallId) => ({ providerCallId })));
  });
});

test('Nine rows that are no calls are counted as nine', async () => {
  serve(graph.simulators.contactCenter, ...unreadable(CONTACT_CENTER));
  const { sources } = await feedPage(graph, { filter: { providers: ['CONTACT_CENTER'], createdAt: { from: new Date(Date.now() - 1000).toISOString() } } });
  expect(sources.find(({ provider }) => provider === 'CONTACT_CENTER')).toMatchObject({ code: 'UNREADABLE_ROWS', message: expect.stringMatching(/^9 /) });
});

describe('An answer that is no call is not taken for "there is no such call"', () => {
  const answers = [
    { what: 'A call without an id', vendor: AICALLER, body: { data: { status: 'completed' } } },
    { what: 'Nothing', vendor: AICALLER, body: { data: null } },
    { what: 'A list', vendor: AICALLER, body: { data: [] } },
    { what: 'A text', vendor: AICALLER, body: { data: 'gone' } },
    { what: 'A call without an id', vendor: SKIPCALL, body: { status: 'completed' } },
    { what: 'Nothing', vendor: SKIPCALL, body: null },
    { what: 'A list', vendor: SKIPCALL, body: [] },
    { what: 'No list of calls', vendor: CONTACT_CENTER, body: { meta: {} } },
    { what: 'A list', vendor: CONTACT_CENTER, body: [] },
    { what: 'No list of calls', vendor: EXOTEL, body: { Metadata: {} } },
    { what: 'An object for a list', vendor: EXOTEL, body: { Calls: {} } },
  ];

  test.each(answers)('$what from $vendor.provider', async ({ vendor, body }) => {
    graph.simulators[vendor.simulator].faults.add({ fault: { kind: 'status', status: 200, body }, times: Infinity });
    const answer = await graph.ask(aliased(vendor.provider, [idOf(vendor, vendor.row(1))]));
    expect(answer.data).toEqual({ a0: null });
    expect(codesIn(answer)).toEqual(['PROVIDER_BAD_RESPONSE']);
  });
});

describe('A status word that nobody knows', () => {
  const words: { vendor: Vendor; fields: Row }[] = [
    { vendor: AICALLER, fields: { status: 'teleporting' } },
    { vendor: CONTACT_CENTER, fields: { type: 'teleporting', is_ended: null } },
    { vendor: EXOTEL, fields: { Status: 'teleporting' } },
    { vendor: SKIPCALL, fields: { status: 'teleporting' } },
  ];

  test.each(words)('of $vendor.provider is UNKNOWN, beside the word itself, and nothing final', async ({ vendor, fields }) => {
    const row = { ...vendor.row(1), ...fields };
    serve(graph.simulators[vendor.simulator], row);
    const data = await graph.data(aliased(vendor.provider, [idOf(vendor, row)], 'status providerStatus isTerminal isSettled'));
    expect(data).toEqual({ a0: { status: 'UNKNOWN', providerStatus: 'teleporting', isTerminal: false, isSettled: false } });
  });
});
