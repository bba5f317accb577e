import { feedPage } from '../../support/feed.js';
import { FAILURES } from './failures.js';
import type { Judged } from './judged.js';

/** How a vendor's failures show in the feed. */
export function describeListFaults(judged: Judged): void {
  const { provider } = judged.vendor;

  describe(`In the feed, when ${provider}`, () => {
    const codes = FAILURES.filter(({ fault }) => fault.kind !== 'oversized').map((failure) => ({ ...failure, code: failure.code.replace('PROVIDER_', '') }));

    test.each(codes)('$when, its source says $code and the others\' calls are there', async ({ fault, code }) => {
      judged.strike(fault);
      const page = await feedPage(judged.graph, { first: 10 });
      expect(page.nodes.length).toBe(10);
      for (const source of page.sources) {
        if (source.provider === provider) expect(source).toMatchObject({ status: 'FAILED', code });
        else expect(['OK', 'SKIPPED']).toContain(source['status']);
      }
      judged.expectNoSecret(page);
    });

    test('answers well, its source says OK and its calls are there', async () => {
      const page = await feedPage(judged.graph, { filter: { providers: [provider] }, first: 500 });
      expect(page.sources.find((source) => source.provider === provider)).toMatchObject({ status: 'OK', code: null, message: null, retryAfter: null });
      expect(new Set(page.nodes.map((node) => node['provider']))).toEqual(new Set([provider]));
    });
  });
}
