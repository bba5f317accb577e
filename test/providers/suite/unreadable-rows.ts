import type { Row } from '../../../src/simulators/index.js';
import { feedPage } from '../../support/feed.js';
import type { Data, Graph } from '../../support/graph.js';
import { aliased } from '../../support/operations.js';
import { idOf, type ListingVendor, type Vendor } from '../../vendors/index.js';
import { serve } from '../../vendors/rows.js';

const PRIVATE = '+447700900123';

/** What no call can be made of. */
export const unreadable = ({ idField }: Vendor): Row[] =>
  [null, PRIVATE, 7, [PRIVATE], {}, { note: PRIVATE }, { [idField]: null, note: PRIVATE }, { [idField]: '' }, { [idField]: {} }] as unknown[] as Row[];

/** Rows that are no calls are counted, and hinder none of the others. */
export function describeUnreadableRows(vendor: ListingVendor, graph: Graph): void {
  describe(`Rows of ${vendor.provider} that are no calls`, () => {
    const readable = [vendor.row(1), vendor.row(2), vendor.row(3)];
    const broken = unreadable(vendor);
    const ids = readable.map((row) => idOf(vendor, row)).sort();
    beforeEach(() => {
      graph.switchboard.log.length = 0;
      serve(graph.simulators[vendor.simulator], ...broken.slice(0, 4), ...readable, ...broken.slice(4));
    });
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
}
