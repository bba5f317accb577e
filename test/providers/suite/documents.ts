import type { Row } from '../../../src/simulators/index.js';
import type { Graph } from '../../support/graph.js';
import { type Leaf, leaves, withAt } from '../../support/leaves.js';
import { isIn } from '../../support/lenient.js';
import type { VendorDocument } from '../../vendors/document.js';
import type { Vendor } from '../../vendors/index.js';
import { sample } from '../../vendors/samples.js';

/** Another value of the same type. */
function another(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 7 : `${String(value)}x`;
}

/** Every value of a vendor's sample response is in the graph, or is left out for a reason. */
export function describeDocuments({ documents }: Vendor, graph: Graph): void {
  /** Whether a leaf is visible: its value is in the answer, and the answer changes when the leaf changes. */
  async function isShown(document: VendorDocument, response: Row, { path, value }: Leaf, asItIs: unknown): Promise<boolean> {
    if (!isIn(asItIs, document.shownAs?.[path] ?? value)) return false;
    const changed = await document.answer(graph, withAt(response, path, another(value)));
    return JSON.stringify(changed) !== JSON.stringify(asItIs);
  }

  test.each(documents)('The graph has every value of the sample response of $title, except those left out on purpose', async (document) => {
    const response = sample(document.sample);
    const asItIs = await document.answer(graph, response);
    const unseen: string[] = [];
    for (const leaf of leaves(response)) {
      if (!(await isShown(document, response, leaf, asItIs))) unseen.push(leaf.path);
    }
    expect(unseen.sort()).toEqual(Object.keys(document.drops).sort());
  });
}
