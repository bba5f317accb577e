import type { Row } from '../../../src/simulators/index.js';
import { feedPages } from '../../support/feed.js';
import { type Data, type Graph, run } from '../../support/graph.js';
import { everything, withAt } from '../../support/leaves.js';
import { type CallOrder, CompleteCallsDocument } from '../../generated/operations.js';
import { serve } from '../../vendors/rows.js';
import { idOf, type Vendor } from '../../vendors/index.js';

/** What may stand where a vendor documents something else. */
const ODDITIES: readonly (readonly [name: string, value: unknown])[] = [
  ['missing', undefined],
  ['null', null],
  ['empty', ''],
  ['a text', 'teleporting'],
  ['a number', 1_234_567_890],
  ['a boolean', true],
  ['a list of nothing readable', [null, 'text', 7, [], {}]],
];

interface Variant {
  readonly label: string;
  readonly row: Row;
}

/** The document's call with one oddity each, at every place but the id. */
function variantsOf(vendor: Vendor): Variant[] {
  const places = everything(vendor.row(0)).map(({ path }) => path).filter((path) => path !== vendor.idField);
  const odd = places.flatMap((path) => ODDITIES.map(([name, value]) => ({ path, value, label: `${path} ${name}` })));
  const variants = odd.map(({ path, value, label }, index) => ({ label, row: withAt(vendor.row(index), path, value) }));
  const more = { label: 'an additional field', row: { ...vendor.row(odd.length), surprise: { deep: [1, null, { er: true }] } } };
  return [...variants, more];
}

/** Labels of the variants whose call is not among those found. */
function lost(vendor: Vendor, variants: readonly Variant[], found: readonly (Data | null)[]): string[] {
  const ids = new Set(found.map((call) => call?.['providerCallId']));
  return variants.filter(({ row }) => !ids.has(idOf(vendor, row))).map(({ label }) => label);
}

/** Whatever stands in one field costs neither the row nor anything else that is known of the call. */
export function describeOddFields(vendor: Vendor, graph: Graph): void {
  describe(`A call of ${vendor.provider} with any one field missing, null, empty, mistyped or added`, () => {
    const variants = variantsOf(vendor);
    beforeEach(() => serve(graph.simulators[vendor.simulator], ...variants.map(({ row }) => row)));

    test('is found by its id, with everything else that is known of it', async () => {
      const found: (Data | null)[] = [];
      for (let start = 0; start < variants.length; start += 500) {
        const providerCallIds = variants.slice(start, start + 500).map(({ row }) => idOf(vendor, row));
        const { callsByProviderIds } = await run(graph, CompleteCallsDocument, {
          provider: vendor.provider,
          providerCallIds,
        });
        found.push(...callsByProviderIds);
      }
      expect(lost(vendor, variants, found)).toEqual([]);
      expect(graph.switchboard.log.filter((line) => line.includes('left out') || line.includes('internal error'))).toEqual([]);
    });

    if (vendor.list) {
      test.each<CallOrder>(['NEWEST_FIRST', 'OLDEST_FIRST'])('is in the feed, %s', async (orderBy) => {
        const pages = await feedPages(graph, { filter: { providers: [vendor.provider] }, orderBy, first: 500 });
        const nodes = pages.flatMap((page) => page.nodes);
        expect(lost(vendor, variants, nodes)).toEqual([]);
        expect(nodes.length).toBe(variants.length);
        const sources = pages.flatMap((page) => page.sources).filter(({ provider }) => provider === vendor.provider);
        expect(new Set(sources.map(({ status }) => status))).toEqual(new Set(['OK']));
      });
    }
  });
}
