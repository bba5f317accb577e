import type { Row } from '../../src/simulators/index.js';
import { useClock } from '../support/clock.js';
import { LEAST, posts } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import { failing, failNextPost, intention, outcome, placeBehindTheScenes } from '../support/intentions.js';
import { send } from '../support/notifying.js';
import { useReplicas } from '../support/replicas.js';
import { SECOND } from '../vendors/rows.js';

const MINUTE = 60 * SECOND;
const FOUND = { call: { id: expect.any(String) }, userErrors: [] };
const UNKNOWN = failing('OUTCOME_UNKNOWN');
const PUBLIC = { PUBLIC_URL: 'https://switchboard.example.com', EVENTS_TOKEN: 'an-unguessable-token' };

const clock = useClock();
/** How far AICaller's clock is ahead of ours. */
let ahead = 0;
const replicas = useReplicas({}, { now: () => Date.now() + ahead, environment: { UPSTREAM_TIMEOUT_MS: '2000' } });
const vendorTime = () => new Date(Date.now() + ahead).toISOString();
const postCount = () => posts(replicas.first).length;
const bodyOf = (wish: object) => ({ body: JSON.stringify({ ...LEAST, ...wish, idempotencyKey: undefined }) });

/** Places a call directly at AICaller, as if our answer was lost. */
async function loseAnswer(graph: typeof replicas.first, wish: object, change: (row: Row) => Row = (row) => row): Promise<unknown> {
  failNextPost(replicas.first, { kind: 'reset' }, (request) => {
    const row = placeBehindTheScenes(replicas.first, request, { createdAt: vendorTime() });
    Object.assign(row, change(row));
  });
  return outcome(graph, wish as { idempotencyKey: string });
}

describe("A call whose answer was lost is found even if AICaller's clock", () => {
  test.each([-90, -400, -3600, 90, 3600])('is %i seconds ahead', async (seconds) => {
    ahead = seconds * SECOND;
    for (const settings of [{}, PUBLIC]) {
      const before = postCount();
      expect(await loseAnswer(await replicas.start(settings), intention())).toEqual({ ...FOUND, replayed: false });
      expect(postCount()).toBe(before + 1);
    }
    ahead = 0;
  });
});

describe('A call whose answer was lost is recognised even if AICaller', () => {
  const variables = [{ key: 'customer_name', value: 'Ada' }, { key: 'empty', value: '' }];
  test.each<[string, object, (row: Row) => Row]>([
    ['trims its name', { nameOfHuman: '  Ada  Lovelace ' }, () => ({ nameOfHuman: 'Ada Lovelace' })],
    ['writes its name in another case', { nameOfHuman: 'ada lovelace' }, () => ({ nameOfHuman: 'Ada Lovelace' })],
    ['adds a default variable', {}, (row) => ({ promptVariableValues: [...(row['promptVariableValues'] as Row[]), { key: 'language', value: 'en' }] })],
    ['leaves out an empty variable', { promptVariableValues: variables }, () => ({ promptVariableValues: [variables[0]] })],
  ])('%s', async (_, fields, change) => {
    const wish = intention({ nameOfHuman: 'Ada', toPhoneNumber: `+1202555${String(1000 + postCount()).slice(-4)}`, ...fields });
    expect(await loseAnswer(replicas.first, wish, change)).toEqual({ ...FOUND, replayed: false });
  });

  test('trims its name, but not if two attempts may have placed it', async () => {
    const toPhoneNumber = '+12025550190';
    const [first, second] = [intention({ nameOfHuman: ' Ada ', toPhoneNumber }), intention({ nameOfHuman: 'Ada', toPhoneNumber })];
    failNextPost(replicas.first, { kind: 'reset' });
    expect(await outcome(replicas.first, second)).toMatchObject(UNKNOWN);
    expect(await loseAnswer(replicas.first, first, () => ({ nameOfHuman: 'Ada' }))).toMatchObject(UNKNOWN);
  });
});

describe('A call from before the attempt is never accepted as its call:', () => {
  test.each([30, 3])('%i seconds before', async (seconds) => {
    const wish = intention({ toPhoneNumber: '+12025550191' });
    placeBehindTheScenes(replicas.first, bodyOf(wish), { createdAt: new Date(Date.now() - seconds * SECOND).toISOString() });
    failNextPost(replicas.first, { kind: 'reset' });
    expect(await outcome(replicas.first, wish)).toMatchObject(UNKNOWN);
    expect(await outcome(replicas.first, wish)).toMatchObject(UNKNOWN);
  });
});

describe('After 15 minutes', () => {
  const asked = async (wish: { idempotencyKey: string; nameOfHuman: string }) => {
    expect(await outcome(replicas.first, wish)).toMatchObject(UNKNOWN);
    clock.advance(16 * MINUTE);
    return (await outcome(replicas.first, wish)).userErrors[0]?.message;
  };

  test('the message does not suggest a new key if another call to the number may be the one', async () => {
    const wish = intention({ toPhoneNumber: '+12025550192' });
    failNextPost(replicas.first, { kind: 'reset' }, (request) => placeBehindTheScenes(replicas.first, request, { nameOfHuman: 'Somebody else', createdAt: vendorTime() }));
    const message = await asked(wish);
    expect(message).not.toMatch(/new key/);
    expect(message).toMatch(/behind\d+/);
  });

  test.each<[string, () => Row]>([
    ['has no time', () => ({ createdAt: null })],
    ['has a time without a zone', () => ({ createdAt: new Date().toISOString().slice(0, 19).replace('T', ' ') })],
    ["uses another clock than AICaller's answers", () => ({ createdAt: new Date(Date.now() - 90 * SECOND).toISOString() })],
  ])('nor if the matching row %s', async (name, fields) => {
    const wish = intention({ toPhoneNumber: `+1202555${String(4000 + name.length)}` });
    failNextPost(replicas.first, { kind: 'reset' }, (request) => placeBehindTheScenes(replicas.first, request, fields()));
    const message = await asked(wish);
    expect(message).not.toMatch(/new key/);
    expect(message).toMatch(/behind\d+/);
  });

  test('a new key is suggested if AICaller has no call to the number', async () => {
    failNextPost(replicas.first, { kind: 'reset' });
    expect(await asked(intention({ toPhoneNumber: '+12025550193' }))).toMatch(/new key/);
  });
});

/** The webhook address that AICaller got with its last call. */
function ownAddress(): string {
  const { phoneCallWebhooks } = JSON.parse(posts(replicas.first).at(-1)?.body ?? '{}') as { phoneCallWebhooks: { url: string }[] };
  const { pathname, search } = new URL(phoneCallWebhooks.at(-1)?.url ?? '');
  return pathname + search;
}

test('A notification settles the intention in its address, even if the call does not match', async () => {
  const graph = await replicas.start(PUBLIC);
  const wish = intention({ toPhoneNumber: '+12025550194' });
  failNextPost(replicas.first, { kind: 'reset' });
  expect(await outcome(graph, wish)).toMatchObject(UNKNOWN);
  // AICaller changed the name and returns no webhooks.
  const row = placeBehindTheScenes(replicas.first, bodyOf(wish), { nameOfHuman: 'A. L.', phoneCallWebhooks: [] });
  expect(await send(graph, ownAddress(), JSON.stringify({ phoneCallId: row['_id'] }), 'application/json')).toBe(200);
  const found = await eventually('the call', () => outcome(graph, wish), ({ call }) => call !== null);
  expect(found).toEqual({ ...FOUND, replayed: true });
  expect(postCount()).toBe(1);
});

test('A call is found by its webhook although AICaller stores its number without the plus', async () => {
  const graph = await replicas.start(PUBLIC);
  const toPhoneNumber = '12025550197';
  const answer = { data: [] as Row[] };
  failNextPost(replicas.first, { kind: 'reset' }, (request) => {
    answer.data.push(placeBehindTheScenes(replicas.first, request, { toPhoneNumber, createdAt: vendorTime() }));
  });
  // Makes AICaller accept the number as it stores it: the simulator requires the plus.
  replicas.first.simulators.aicaller.faults.add({
    fault: { kind: 'status', status: 200, body: answer },
    times: Infinity,
    when: ({ query }) => query.get('toPhoneNumber') === toPhoneNumber,
  });
  expect(await outcome(graph, intention({ toPhoneNumber: `+${toPhoneNumber}` }))).toEqual({ ...FOUND, replayed: false });
});

test('A notification that names a call to another number settles nothing', async () => {
  const graph = await replicas.start(PUBLIC);
  const wish = intention({ toPhoneNumber: '+12025550195' });
  failNextPost(replicas.first, { kind: 'reset' });
  await outcome(graph, wish);
  const row = placeBehindTheScenes(replicas.first, bodyOf(intention({ toPhoneNumber: '+12025550196' })));
  await send(graph, ownAddress(), JSON.stringify({ phoneCallId: row['_id'] }), 'application/json');
  expect(await outcome(graph, wish)).toMatchObject(UNKNOWN);
});
