import type { Data } from '../../support/graph.js';
import { aliased } from '../../support/operations.js';
import type { Judged } from './judged.js';

/** What looking calls up by their provider's ids does alike for every provider. */
export function describeLookups(judged: Judged): void {
  const { vendor } = judged;
  const { provider } = vendor;

  describe(`${provider} as a provider`, () => {
    test('can do what its documents say, and nothing else', async () => {
      const { providers } = await judged.graph.data<{ providers: Data[] }>('{ providers { name capabilities isSimulated } }');
      expect(providers).toContainEqual({ name: provider, capabilities: vendor.capabilities, isSimulated: false });
    });

    test('finds a call that it has', async () => {
      const [id = ''] = judged.ids(1);
      const { a0 } = await judged.graph.data<{ a0: Data }>(aliased(provider, [id], 'id provider providerCallId'));
      expect(a0).toMatchObject({ provider, providerCallId: id });
      expect(await judged.graph.data('query ($id: ID!) { call(id: $id) { providerCallId } }', { id: a0['id'] })).toEqual({ call: { providerCallId: id } });
    });

    test('has null for a call that it does not have, and no error', async () => {
      const { data, errors } = await judged.lookUp(vendor.unknownId);
      expect(errors).toBeUndefined();
      expect(data).toEqual({ a0: null });
    });

    test('has null for an id that it refuses because no call can have it', async () => {
      judged.strike({ kind: 'status', status: 400 });
      const { data, errors } = await judged.lookUp(vendor.impossibleId);
      expect(errors).toBeUndefined();
      expect(data).toEqual({ a0: null });
    });

    test('keeps the order and the length of what was asked', async () => {
      const known = judged.ids(10).reverse();
      const asked = [...known.slice(0, 4), vendor.unknownId, ...known.slice(4), known[0]];
      const query = `query ($ids: [String!]!) { callsByProviderIds(provider: ${provider}, providerCallIds: $ids) { providerCallId } }`;
      const { callsByProviderIds: found } = await judged.graph.data<{ callsByProviderIds: (Data | null)[] }>(query, { ids: asked });
      expect(found.map((call) => call?.['providerCallId'] ?? null)).toEqual(asked.map((id) => (id === vendor.unknownId ? null : id)));
    });

    test('is asked for the same call once', async () => {
      const id = judged.firstId;
      await judged.graph.data(aliased(provider, [id]));
      const once = judged.simulator.requests.length;
      await judged.graph.data(aliased(provider, [id, id, id]));
      expect(judged.simulator.requests.length).toBe(2 * once);
    });

    test('is told who asks, in headers and never in the address', async () => {
      await judged.lookUp();
      for (const { headers, rawUrl } of judged.simulator.requests) {
        expect(headers).toMatchObject({ accept: 'application/json', 'user-agent': 'switchboard' });
        judged.expectNoSecret(rawUrl);
      }
    });
  });
}
