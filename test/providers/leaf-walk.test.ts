import type { Row } from '../../src/simulators/index.js';
import { type Document, DOCUMENTS, SAMPLE_SECRET } from '../vendors/documents.js';
import { useGraph } from '../support/graph.js';
import { type Leaf, leaves, withAt } from '../support/leaves.js';
import { isIn } from '../support/lenient.js';
import { sample } from '../vendors/samples.js';

const graph = useGraph({ calls: 0 });

/** Another value of the same type. */
function another(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 7 : `${String(value)}x`;
}

/** Whether a leaf is visible: its value is in the answer, and the answer changes when the leaf changes. */
async function isShown(document: Document, response: Row, { path, value }: Leaf, asItIs: unknown): Promise<boolean> {
  if (!isIn(asItIs, value)) return false;
  const changed = await document.answer(graph, withAt(response, path, another(value)));
  return JSON.stringify(changed) !== JSON.stringify(asItIs);
}

describe.each(DOCUMENTS)('The sample response of $title', (document) => {
  test('is in the graph leaf by leaf, except for leaves that are omitted on purpose', async () => {
    const response = sample(document.sample);
    const asItIs = await document.answer(graph, response);
    const unseen: string[] = [];
    for (const leaf of leaves(response)) {
      if (!(await isShown(document, response, leaf, asItIs))) unseen.push(leaf.path);
    }
    expect(unseen.sort()).toEqual(Object.keys(document.drops).sort());
  });
});

test('The secret of a webhook is in no answer and no log', async () => {
  const answers = [];
  for (const document of DOCUMENTS) answers.push(await document.answer(graph, sample(document.sample)));
  const text = JSON.stringify([answers, graph.switchboard.log]);
  expect(text).toContain('"hasSecret":true');
  expect(text).not.toContain(SAMPLE_SECRET);
});
