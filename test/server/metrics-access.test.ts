import { useReplicas } from '../support/replicas.js';

const replicas = useReplicas({});
const TOKEN = 'a-token-for-prometheus';
const status = async (settings: Record<string, string>, headers: Record<string, string> = {}) => {
  const replica = await replicas.start(settings);
  const response = await fetch(new URL('/metrics', replica.switchboard.url.replace('0.0.0.0', '127.0.0.1')), { headers });
  await response.arrayBuffer();
  return response.status;
};

test.each<[string, Record<string, string>, Record<string, string>, number]>([
  ['open on a loopback address', {}, {}, 200],
  ['off on any other address', { HOST: '0.0.0.0' }, {}, 404],
  ['closed without the token', { METRICS_TOKEN: TOKEN }, {}, 401],
  ['closed with another token', { METRICS_TOKEN: TOKEN }, { authorization: `Bearer ${TOKEN}x` }, 401],
  ['open with the token, on any address', { METRICS_TOKEN: TOKEN, HOST: '0.0.0.0' }, { authorization: `Bearer ${TOKEN}` }, 200],
])('Metrics are %s', async (_, settings, headers, expected) => {
  expect(await status(settings, headers)).toBe(expected);
});
