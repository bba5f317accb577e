import { createHmac } from 'node:crypto';
import type { Row } from '../../../src/simulators/index.js';
import { TOKEN } from '../../support/notifying.js';
import { Subscriber } from '../../support/subscriber.js';
import { useGraph } from '../../support/graph.js';
import { TWILIO } from '../../vendors/index.js';

const PUBLIC_URL = 'https://calls.example.com/graph';
const PATH = `/events/twilio/${TOKEN}`;
const graph = useGraph({ calls: 0, environment: { EVENTS_TOKEN: TOKEN, PUBLIC_URL } });

/** Notifies as Twilio does: a form, signed with the address that Twilio was given. */
async function notify(fields: Record<string, string>, address = PUBLIC_URL + PATH): Promise<number> {
  const signed = address + Object.keys(fields).sort().map((name) => name + fields[name]).join('');
  const signature = createHmac('sha1', graph.simulators.twilio.credentials['TWILIO_AUTH_TOKEN'] ?? '').update(signed).digest('base64');
  const response = await fetch(new URL(PATH, graph.switchboard.url), { method: 'POST', body: new URLSearchParams(fields), headers: { 'x-twilio-signature': signature } });
  await response.arrayBuffer();
  return response.status;
}

test('A signed notification makes Switchboard read the call, and subscribers hear of it', async () => {
  const row: Row = { ...TWILIO.row(1), status: 'busy' };
  graph.simulators.twilio.rows.push(row);
  const subscriber = await Subscriber.toCalls(graph.switchboard.url, {}, 'providerCallId status recordings { providerRecordingId }');
  expect(await notify({ CallSid: String(row['sid']), CallStatus: 'completed', From: '+12025550143', To: '+12025550199' })).toBe(200);
  expect(await subscriber.hears(1)).toEqual([{ providerCallId: row['sid'], status: 'BUSY', recordings: [] }]);
  subscriber.close();
});

test('A forged one is refused, stored nowhere, and nobody is told', async () => {
  const { requests } = graph.simulators.twilio;
  requests.length = 0;
  expect(await notify({ CallSid: String(TWILIO.row(1)['sid']), CallStatus: 'failed' }, `https://elsewhere.example.com${PATH}`)).toBe(403);
  expect(requests).toEqual([]);
  expect(graph.switchboard.log.join()).not.toContain('failed');
});
