import { place, posts, SECRET } from '../support/dialing.js';
import { type Data, useGraph } from '../support/graph.js';

const graph = useGraph({ calls: 0 });

/** The paths of all errors, in order. Checks that nothing was sent. */
async function wrongPaths(fields: Data): Promise<(string | undefined)[]> {
  const { data, errors } = await place(graph, fields);
  expect(errors).toBeUndefined();
  expect(data.createPhoneCall.call).toBeNull();
  expect(new Set(data.createPhoneCall.userErrors.map(({ code }) => code))).toEqual(new Set(['INVALID_INPUT']));
  expect(posts(graph)).toEqual([]);
  return data.createPhoneCall.userErrors.map(({ field }) => field?.join('.')).sort();
}

describe('Nothing is sent for', () => {
  test.each<[string, Data, string]>([
    ['a number without a plus', { toPhoneNumber: '12025550143' }, 'toPhoneNumber'],
    ['a number with spaces', { toPhoneNumber: '+1 202 555 0143' }, 'toPhoneNumber'],
    ['a number with a leading zero', { toPhoneNumber: '+0202555014' }, 'toPhoneNumber'],
    ['a number that is too long', { toPhoneNumber: '+1202555014312345' }, 'toPhoneNumber'],
    ['a number followed by a line break', { toPhoneNumber: '+12025550143\n' }, 'toPhoneNumber'],
    ['an empty number', { toPhoneNumber: '' }, 'toPhoneNumber'],
    ['words instead of a number', { fromPhoneNumber: 'my phone' }, 'fromPhoneNumber'],
    ['an incomplete e-mail address', { toEmailAddress: 'ada@' }, 'toEmailAddress'],
    ['an empty e-mail address', { toEmailAddress: '' }, 'toEmailAddress'],
    ['an instant in the past', { callDelayedUntil: '2020-01-01T00:00:00Z' }, 'callDelayedUntil'],
    ['an instant without a time zone', { callDelayedUntil: '2035-01-01T00:00:00' }, 'callDelayedUntil'],
    ['a date without a time', { callDelayedUntil: '2035-01-01' }, 'callDelayedUntil'],
    ['a date that does not exist', { callDelayedUntil: '2035-13-45T00:00:00Z' }, 'callDelayedUntil'],
    ['words instead of an instant', { callDelayedUntil: 'tomorrow' }, 'callDelayedUntil'],
    ['an empty name', { nameOfHuman: '' }, 'nameOfHuman'],
    ['a name of spaces only', { nameOfHuman: ' \t ' }, 'nameOfHuman'],
    ['an empty team', { teamId: '' }, 'teamId'],
    ['an empty template', { callTemplateId: '' }, 'callTemplateId'],
    ['an empty number id', { phoneNumberId: '' }, 'phoneNumberId'],
    ['an empty idempotency key', { idempotencyKey: '' }, 'idempotencyKey'],
    ['the status UNKNOWN', { status: 'UNKNOWN' }, 'status'],
    ['a variable without a name', { promptVariableValues: [{ key: 'a', value: '' }, { key: '', value: '' }] }, 'promptVariableValues.1.key'],
    ['a webhook without a valid URL', { phoneCallWebhooks: [{ url: 'hooks', subscribedEvent: 'phoneCall.completed' }] }, 'phoneCallWebhooks.0.url'],
    ['a webhook without an event', { phoneCallWebhooks: [{ url: 'https://hooks.example.com/', subscribedEvent: '' }] }, 'phoneCallWebhooks.0.subscribedEvent'],
    ['an empty secret', { phoneCallWebhooks: [{ url: 'https://hooks.example.com/', subscribedEvent: 'e', secret: '' }] }, 'phoneCallWebhooks.0.secret'],
  ])('%s', async (_, fields, path) => {
    expect(await wrongPaths(fields)).toEqual([path]);
  });

  test.each([
    'http://hooks.example.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://localhost/',
    'https://metadata.google.internal/',
    'https://169.254.169.254/latest/meta-data',
  ])('a webhook at %s', async (url) => {
    expect(await wrongPaths({ phoneCallWebhooks: [{ url, subscribedEvent: 'phoneCall.completed' }] })).toEqual(['phoneCallWebhooks.0.url']);
  });

  test('several errors at once, and all are reported', async () => {
    const paths = await wrongPaths({
      teamId: ' ',
      callTemplateId: '',
      nameOfHuman: '',
      toPhoneNumber: '5',
      fromPhoneNumber: '6',
      toEmailAddress: 'nobody',
      callDelayedUntil: 'later',
      promptVariableValues: [{ key: ' ', value: 'x' }],
      phoneCallWebhooks: [
        { url: 'https://hooks.example.com/', subscribedEvent: 'phoneCall.completed' },
        { url: 'https://10.1.2.3/', subscribedEvent: ' ' },
      ],
    });
    expect(paths).toEqual([
      'callDelayedUntil', 'callTemplateId', 'fromPhoneNumber', 'nameOfHuman', 'phoneCallWebhooks.1.subscribedEvent', 'phoneCallWebhooks.1.url',
      'promptVariableValues.0.key', 'teamId', 'toEmailAddress', 'toPhoneNumber',
    ]);
  });
});

test('Errors do not repeat the given values', async () => {
  const { data } = await place(graph, {
    toPhoneNumber: '+1 202 555 0199',
    phoneCallWebhooks: [{ url: `https://10.0.0.1/${SECRET}`, subscribedEvent: 'e', secret: SECRET }],
  });
  const said = JSON.stringify(data.createPhoneCall.userErrors);
  expect(said).not.toContain('0199');
  expect(said).not.toContain(SECRET);
});

test.each<[string, Data]>([
  ['an unknown status', { status: 'MAYBE' }],
  ['an unknown carrier', { telephonyProvider: 'CARRIER_PIGEON' }],
  ['a phone number of type Int', { toPhoneNumber: 12025550143 }],
  ['a missing name', { nameOfHuman: null }],
  ['a field that does not exist', { fromNumber: '+12025550143' }],
  ['an instant of type Int', { callDelayedUntil: 2053065600 }],
])('%s is an error of the operation, reported before anything is sent', async (_, fields) => {
  const { errors } = await place(graph, fields);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(posts(graph)).toEqual([]);
});
