import { aliased } from '../../support/operations.js';
import { feedPage } from '../../support/feed.js';
import { useGraph } from '../../support/graph.js';
import { idOf, isListing, type Vendor } from '../../vendors/index.js';
import { serve } from '../../vendors/rows.js';
import { describeAnyRow } from './any-row.js';
import { describeDocuments } from './documents.js';
import { describeFaults } from './faults.js';
import { Judged } from './judged.js';
import { LIST_CHECKS } from './list-checks.js';
import { describeListFaults } from './list-faults.js';
import { describeLookups } from './lookups.js';
import { describeOddFields } from './odd-fields.js';
import { describeUnreadableRows } from './unreadable-rows.js';

/** Judges a provider by what all of them have to fulfil, whatever their vendors are like. */
export function describeProvider(vendor: Vendor): void {
  const { provider } = vendor;

  describe('With some calls:', () => {
    const judged = new Judged(vendor, useGraph({ calls: 40, environment: { UPSTREAM_MAX_BYTES: '1000000' } }));
    describeLookups(judged);
    describeFaults(judged);
    if (isListing(vendor)) describeListFaults(judged);
    else {
      test(`The feed says that ${provider} can not list, without asking it`, async () => {
        const { sources } = await feedPage(judged.graph, { first: 5 });
        expect(sources.find((source) => source.provider === provider)).toMatchObject({ status: 'SKIPPED', code: 'CANNOT_LIST' });
        expect(judged.simulator.requests).toEqual([]);
      });
    }
  });

  describe('With calls of its own:', () => {
    const graph = useGraph({ calls: 0 });
    describeDocuments(vendor, graph);
    describeAnyRow(vendor);
    describeOddFields(vendor, graph);

    test(`A status word of ${provider} that nobody knows is UNKNOWN, beside the word itself, and nothing final`, async () => {
      const row = { ...vendor.row(1), ...vendor.unknownStatus };
      serve(graph.simulators[vendor.simulator], row);
      const data = await graph.data(aliased(provider, [idOf(vendor, row)], 'status providerStatus isTerminal isSettled'));
      expect(data).toEqual({ a0: { status: 'UNKNOWN', providerStatus: 'teleporting', isTerminal: false, isSettled: false } });
    });

    if (!isListing(vendor)) return;
    describeUnreadableRows(vendor, graph);
    describe(`In the list of ${provider}`, () => {
      test.each(LIST_CHECKS)('$title', ({ run }) => run({ vendor, simulators: graph.simulators, switchboard: graph.switchboard }));
    });
  });
}
