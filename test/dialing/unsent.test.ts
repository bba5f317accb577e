import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { posts } from '../support/dialing.js';
import { failing, intention, outcome } from '../support/intentions.js';
import { useReplicas } from '../support/replicas.js';

const replicas = useReplicas({}, { environment: { UPSTREAM_TIMEOUT_MS: '400' } });

/** Accepts connections, but never answers. */
const silent = createServer(() => undefined).listen(0, '127.0.0.1');
afterAll(() => void silent.close());

describe('If no encrypted connection to AICaller is established, nothing was sent, and the key is free:', () => {
  test.each<[string, () => Promise<string>]>([
    ['the server speaks no TLS', async () => replicas.simulators.aicaller.url.replace('http:', 'https:')],
    ['the TLS handshake gets no answer', async () => {
      if (!silent.listening) await once(silent, 'listening');
      return `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    }],
  ])('%s', async (_, address) => {
    const broken = await replicas.start({ AICALLER_BASE_URL: await address() });
    const wish = intention();
    for (const replayed of [false, false]) expect(await outcome(broken, wish)).toMatchObject({ ...failing('PROVIDER_UNAVAILABLE'), replayed });
    expect(posts(replicas.first)).toEqual([]);
  });
});
