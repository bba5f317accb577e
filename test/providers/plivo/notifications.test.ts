import { signatureV3 } from '../../../src/providers/plivo/signature.js';
import { TOKEN } from '../../support/notifying.js';
import { healthOf } from '../../support/provider-health.js';
import { useReplicas } from '../../support/replicas.js';
import { Subscriber } from '../../support/subscriber.js';
import { ago, DAY, plivoRow, plivoUuid } from '../../vendors/rows.js';

const GIVEN = 'https://graph.example.com';
const replicas = useReplicas({}, { environment: { EVENTS_TOKEN: TOKEN, PUBLIC_URL: GIVEN } });
const PATH = `/events/plivo/${TOKEN}`;

/** Notifies of a call, signed for an address with a token. Returns the status. */
async function notify(url: string, authToken: string): Promise<number> {
  const form = new URLSearchParams({ CallUUID: plivoUuid(1), CallStatus: 'completed', From: '12025550143' });
  const nonce = String(Math.random());
  const headers = { 'x-plivo-signature-v3': signatureV3(url, form, nonce, authToken), 'x-plivo-signature-v3-nonce': nonce };
  return (await fetch(replicas.first.urlOf(PATH), { method: 'POST', body: form, headers })).status;
}

test('Its requests are counted in windows of five seconds', async () => {
  const limited = await replicas.start({ PLIVO_REQUESTS_PER_5_SECONDS: '300' });
  expect((await healthOf(limited, 'PLIVO')).budget).toMatchObject({ limit: 300, windowSeconds: 5 });
});

const tokenOf = () => replicas.simulators.plivo.credentials['PLIVO_AUTH_TOKEN'] ?? '';

test('A notification that Plivo signed for our address makes Switchboard read the call', async () => {
  replicas.simulators.plivo.rows.push(plivoRow(plivoUuid(1), ago(DAY)));
  const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url);
  expect(await notify(GIVEN + PATH, tokenOf())).toBe(200);
  expect(await subscriber.hears(1)).toMatchObject([{ status: 'COMPLETED' }]);
  subscriber.close();
});

test.each([
  ['for another address', `https://other.example.com${PATH}`, tokenOf],
  ['with another token', GIVEN + PATH, () => 'another-token'],
])('A notification that was signed %s is refused, and Plivo is not asked', async (_, url, token) => {
  replicas.simulators.plivo.rows.push(plivoRow(plivoUuid(1), ago(DAY)));
  expect(await notify(url, token())).toBe(403);
  expect(replicas.simulators.plivo.requests).toEqual([]);
});
