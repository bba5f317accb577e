import { place, posts } from '../support/dialing.js';
import { aiCall, TOKEN } from '../support/notifying.js';
import { useReplicas } from '../support/replicas.js';

const replicas = useReplicas({}, { environment: { EVENTS_TOKEN: TOKEN, PUBLIC_URL: 'https://switchboard.example.com' } });

async function shownWebhooks(...urls: string[]): Promise<unknown> {
  const { _id } = aiCall(replicas.first, { phoneCallWebhooks: urls.map((url) => ({ url, subscribedEvent: 'phoneCall.completed' })) });
  const { callByProviderId } = await replicas.first.data('query ($id: String!) { callByProviderId(provider: AICALLER, providerCallId: $id) { webhooks { url } } }', { id: _id });
  return callByProviderId.webhooks;
}

describe('The webhooks of a call', () => {
  test('are returned without secrets in their addresses', async () => {
    expect(await shownWebhooks('https://ada:hunter2@hooks.example.com/calls?key=1234', 'javascript:alert(1)')).toEqual([{ url: 'https://hooks.example.com/calls' }]);
  });

  test('are not returned if they are ours, even with an earlier address of ours', async () => {
    expect(await shownWebhooks(`https://old.example.com/events/aicaller/${TOKEN}?intention=1`, 'https://switchboard.example.com/events/aicaller/an-older-token')).toEqual([]);
  });
});

test.each([`https://switchboard.example.com/events/aicaller/${TOKEN}?intention=2`, 'https://switchboard.example.com/events/aicaller/any', `https://other.example.com/${TOKEN}`])(
  'No call is placed with our own address as a webhook: %s',
  async (url) => {
    const { data } = await place(replicas.first, { phoneCallWebhooks: [{ url, subscribedEvent: 'phoneCall.completed' }] });
    expect(data.createPhoneCall.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['phoneCallWebhooks', '0', 'url'] }]);
    expect(posts(replicas.first)).toEqual([]);
  },
);

test("Our token is hidden in a vendor's reason", async () => {
  replicas.simulators.aicaller.faults.add({ fault: { kind: 'status', status: 400, body: { error: { message: `No webhook at ${TOKEN} please` } } } });
  const { data } = await place(replicas.first, {});
  expect(JSON.stringify(data)).toContain('No webhook at [hidden] please');
});
