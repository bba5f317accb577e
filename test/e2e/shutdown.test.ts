import { posts } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import { failNextPost, intention, outcome } from '../support/intentions.js';
import { useReplicas } from '../support/replicas.js';

const replicas = useReplicas({});

test('A process that is shut down answers the requests in progress, and ends soon after', async () => {
  const replica = await replicas.start();
  failNextPost(replica, { kind: 'delay', milliseconds: 300 });
  const asked = outcome(replica, intention());
  await eventually('the POST', () => posts(replica).length === 1);
  const stopped = replica.stop();
  expect(await asked).toMatchObject({ call: { id: expect.any(String) }, userErrors: [] });
  await stopped;
});
