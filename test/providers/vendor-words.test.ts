import { place, posts } from '../support/dialing.js';
import { type Answer, codesIn, useGraph } from '../support/graph.js';
import { aliased } from '../support/operations.js';
import { idOf, VENDORS } from '../vendors/index.js';

const graph = useGraph({ calls: 0 });
beforeEach(() => {
  graph.simulators.aicaller.rows.length = 0;
});

describe.each(VENDORS)('While $provider refuses with a text of two hundred thousand letters,', (vendor) => {
  test('other requests are answered', async () => {
    const { faults } = graph.simulators[vendor.simulator];
    faults.add({ fault: { kind: 'status', status: 401, body: { message: 'x'.repeat(200_000) } }, times: Infinity });
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const answer = await graph.ask(aliased(vendor.provider, [idOf(vendor, vendor.row(1))]));
    clearInterval(timer);
    expect(codesIn(answer)).toEqual(['PROVIDER_UNAUTHORIZED']);
    expect(longest).toBeLessThan(2000);
  });
});

describe('A call with a text of ten thousand characters that AICaller refuses', () => {
  const LONG = 'Dear Ada, '.repeat(1000);
  const refuse = () => graph.simulators.aicaller.faults.add({ fault: { kind: 'status', status: 400, body: { message: `the text "${LONG}" is too long` } } });
  const ask = (value: string) => place(graph, { idempotencyKey: 'a-long-text', promptVariableValues: [{ key: 'letter', value }] });
  const errorsIn = ({ data }: Answer<Awaited<ReturnType<typeof ask>>['data']>) => data.createPhoneCall.userErrors;

  test('is refused without the text in the message, and its key can be used for a shorter text', async () => {
    refuse();
    const [refused] = errorsIn(await ask(LONG));
    expect(refused).toMatchObject({ code: 'PROVIDER_REJECTED', message: expect.stringContaining('the text "[hidden]') });
    expect(refused?.message).not.toContain('Dear Ada');
    expect(errorsIn(await ask('Dear Ada'))).toEqual([]);
    expect(posts(graph).length).toBe(2);
  });
});
