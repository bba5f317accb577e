import { LEAST, place, posts, SECRET } from '../support/dialing.js';
import { type Data, useGraph } from '../support/graph.js';

const graph = useGraph({ calls: 0 });
const bodies = () => posts(graph).map(({ body }) => JSON.parse(body) as Data);

describe('The body that AICaller receives', () => {
  test('has the given values and the documented default, and nothing else', async () => {
    await place(graph);
    expect(bodies()).toEqual([{ ...LEAST, record: false }]);
  });

  test("has every field in AICaller's format", async () => {
    const { data } = await place(graph, {
      idempotencyKey: 'key-1',
      phoneNumberId: 'number-1',
      fromPhoneNumber: '+33199000012',
      toEmailAddress: 'ada@example.com',
      status: 'QUEUED',
      telephonyProvider: 'TWILIO',
      record: true,
      callDelayedUntil: '2035-01-31T10:00:00+01:00',
      phoneCallWebhooks: [
        { url: 'https://hooks.example.com/calls', subscribedEvent: 'phoneCall.completed', secret: SECRET },
        { url: 'https://hooks.example.com/other', subscribedEvent: 'phoneCall.completed' },
      ],
    });
    expect(data.createPhoneCall.userErrors).toEqual([]);
    expect(bodies()).toEqual([
      {
        ...LEAST,
        phoneNumberId: 'number-1',
        fromPhoneNumber: '+33199000012',
        toEmailAddress: 'ada@example.com',
        status: 'queued',
        telephonyProvider: 'twilio',
        record: true,
        callDelayedUntil: '2035-01-31T09:00:00.000Z',
        phoneCallWebhooks: [
          { url: 'https://hooks.example.com/calls', subscribedEvent: 'phoneCall.completed', secret: SECRET },
          { url: 'https://hooks.example.com/other', subscribedEvent: 'phoneCall.completed' },
        ],
      },
    ]);
  });

  test.each([
    ['QUEUED', 'queued'],
    ['RINGING', 'ringing'],
    ['IN_PROGRESS', 'inProgress'],
    ['COMPLETED', 'completed'],
    ['BUSY', 'busy'],
    ['NO_ANSWER', 'noAnswer'],
    ['CANCELED', 'cancelled'],
    ['FAILED', 'failed'],
  ])('has %s as %s', async (status, word) => {
    await place(graph, { status });
    expect(bodies()).toMatchObject([{ status: word }]);
  });

  test.each([['TWILIO', 'twilio'], ['PLIVO', 'plivo'], ['TELNYX', 'telnyx']])('has %s as %s', async (telephonyProvider, word) => {
    await place(graph, { telephonyProvider });
    expect(bodies()).toMatchObject([{ telephonyProvider: word }]);
  });

  test('omits null values', async () => {
    const names = ['phoneNumberId', 'fromPhoneNumber', 'toEmailAddress', 'status', 'telephonyProvider', 'callDelayedUntil', 'phoneCallWebhooks'];
    await place(graph, Object.fromEntries(names.map((name) => [name, null])));
    expect(bodies()).toEqual([{ ...LEAST, record: false }]);
  });

  test('has the values unchanged, including empty ones', async () => {
    const promptVariableValues = [{ key: 'ключ "1"', value: '' }, { key: 'b', value: ' \n\\ 👋 ' }];
    await place(graph, { nameOfHuman: "Zoé O'Hara", promptVariableValues });
    expect(bodies()).toMatchObject([{ nameOfHuman: "Zoé O'Hara", promptVariableValues }]);
  });
});

describe('The call that was placed', () => {
  const selection = `provider providerCallId status providerStatus direction isTerminal to { e164 } contact { name email e164 }
    scheduledFor createdAt webhooks { url subscribedEvent hasSecret }
    details { ...on AiCallerCallDetails { teamId callTemplateId record promptVariableValues { key value } } }`;

  test('is returned like any other call', async () => {
    const { data } = await place(graph, { toEmailAddress: 'ada@example.com', callDelayedUntil: '2035-01-31T09:00:00Z' }, selection);
    expect(data.createPhoneCall).toMatchObject({
      replayed: false,
      userErrors: [],
      call: {
        provider: 'AICALLER',
        status: 'QUEUED',
        providerStatus: 'queued',
        direction: 'OUTBOUND',
        isTerminal: false,
        to: { e164: LEAST.toPhoneNumber },
        contact: { name: 'Ada', email: 'ada@example.com', e164: LEAST.toPhoneNumber },
        scheduledFor: '2035-01-31T09:00:00.000Z',
        details: { teamId: 'team-1', callTemplateId: 'template-1', record: false, promptVariableValues: LEAST.promptVariableValues },
      },
    });
  });

  test('can be looked up by its id', async () => {
    const { data } = await place(graph);
    const id = data.createPhoneCall.call?.['id'];
    expect(await graph.data('query ($id: ID!) { call(id: $id) { id providerStatus } }', { id })).toEqual({ call: { id, providerStatus: 'queued' } });
  });

  test('never returns or logs the secret of a webhook', async () => {
    const webhook = { url: 'https://hooks.example.com/calls', subscribedEvent: 'phoneCall.completed' };
    const placed = await place(graph, { phoneCallWebhooks: [{ ...webhook, secret: SECRET }] }, `id ${selection}`);
    const read = await graph.ask(`query ($id: ID!) { call(id: $id) { ${selection} } }`, { id: placed.data.createPhoneCall.call?.['id'] });
    expect(placed.data.createPhoneCall.call).toMatchObject({ webhooks: [{ ...webhook, hasSecret: true }] });
    expect(read.data['call']).toMatchObject({ webhooks: [{ ...webhook, hasSecret: true }] });
    expect(JSON.stringify([placed, read, graph.switchboard.log])).not.toContain(SECRET);
  });
});
