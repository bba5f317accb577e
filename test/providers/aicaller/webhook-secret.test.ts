import type { Row } from '../../../src/simulators/index.js';
import { useGraph } from '../../support/graph.js';
import { AICALLER } from '../../vendors/index.js';
import { sample, sampleCall } from '../../vendors/samples.js';

const graph = useGraph({ calls: 0 });

test('The secret of a webhook is in no answer and in no log', async () => {
  const secret = String((sampleCall('aicaller-list')['phoneCallWebhooks'] as Row[])[0]?.['secret']);
  const answers = [];
  for (const document of AICALLER.documents) answers.push(await document.answer(graph, sample(document.sample)));
  const text = JSON.stringify([answers, graph.switchboard.log]);
  expect(text).toContain('"hasSecret":true');
  expect(text).not.toContain(secret);
});
