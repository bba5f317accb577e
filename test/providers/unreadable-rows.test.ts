import { feedPage } from '../support/feed.js';
import { codesIn, useGraph } from '../support/graph.js';
import { aliased } from '../support/operations.js';
import { serve } from '../vendors/rows.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, idOf, SKIPCALL } from '../vendors/index.js';
import { unreadable } from './suite/unreadable-rows.js';

const graph = useGraph({ calls: 0 });
test('Nine rows that are not calls are counted as nine', async () => {
  serve(graph.simulators.contactCenter, ...unreadable(CONTACT_CENTER));
  const { sources } = await feedPage(graph, { filter: { providers: ['CONTACT_CENTER'], createdAt: { from: new Date(Date.now() - 1000).toISOString() } } });
  expect(sources.find(({ provider }) => provider === 'CONTACT_CENTER')).toMatchObject({ code: 'UNREADABLE_ROWS', message: expect.stringMatching(/^9 /) });
});

describe('An answer that is not a call does not mean that the call does not exist:', () => {
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
