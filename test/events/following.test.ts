import { writeGlobalId } from '../support/global-ids.js';
import { useClock } from '../support/clock.js';
import { eventually } from '../support/eventually.js';
import { failNextPost, intention, outcome } from '../support/intentions.js';
import { aiCall } from '../support/notifying.js';
import { useReplicas } from '../support/replicas.js';
import { SECOND } from '../vendors/rows.js';
import { Subscriber } from '../support/subscriber.js';

const MINUTE = 60 * SECOND;
const clock = useClock();
/** The providers' clock, where it differs from ours. */
let vendorTime: number | null = null;
const replicas = useReplicas({}, { now: () => vendorTime ?? Date.now() });

/** Advances the time until every followed call is polled, and waits for the changes. */
async function hears(subscriber: Subscriber, status: string): Promise<void> {
  clock.advance(MINUTE);
  await eventually(status, () => subscriber.calls.map((call) => call['status']), (statuses) => statuses.at(-1) === status);
}

test.each([
  ['came', undefined],
  ['was lost', { kind: 'act-then-reset' } as const],
])('A placed call whose answer %s is polled until it is over, without notifications', async (_, fault) => {
  const placedAt = Date.now();
  vendorTime = placedAt;
  const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url, {}, 'id status duration');
  if (fault) failNextPost(replicas.first, fault);
  const { call } = await outcome(replicas.first, intention());
  expect(call).not.toBeNull();
  for (const [seconds, status] of [[3, 'RINGING'], [10, 'IN_PROGRESS'], [25, 'COMPLETED']] as const) {
    vendorTime = placedAt + seconds * SECOND;
    await hears(subscriber, status);
  }
  vendorTime = null;
  const heard = subscriber.calls.filter(({ id }) => id === call?.['id']);
  expect(heard.map(({ status }) => status).filter((status) => status !== 'QUEUED')).toEqual(['RINGING', 'IN_PROGRESS', 'COMPLETED']);
  expect(heard.at(-1)).toEqual({ id: call?.['id'], status: 'COMPLETED', duration: 15 });
  subscriber.close();
});

test('A call that a subscriber names is polled', async () => {
  const row = aiCall(replicas.first, { status: 'ringing' });
  const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url, { callIds: [writeGlobalId('Call', 'AICALLER', String(row['_id']))] });
  row['status'] = 'noAnswer';
  await hears(subscriber, 'NO_ANSWER');
  subscriber.close();
});

test('A settled call is no longer polled', async () => {
  const { aicaller } = replicas.simulators;
  const row = aiCall(replicas.first, { status: 'busy' });
  const path = `/v1/phoneCalls/${String(row['_id'])}`;
  const looks = () => aicaller.requests.filter((request) => request.path === path).length;
  const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url, { callIds: [writeGlobalId('Call', 'AICALLER', String(row['_id']))] });
  clock.advance(60 * MINUTE);
  await hears(subscriber, 'BUSY');
  const before = looks();
  expect(before).toBeGreaterThan(0);
  // Another call is polled by then, so this one would have been polled too.
  const other = aiCall(replicas.first, { status: 'queued' });
  const watcher = await Subscriber.toCalls(replicas.first.switchboard.url, { callIds: [writeGlobalId('Call', 'AICALLER', String(other['_id']))] });
  clock.advance(60 * MINUTE);
  await hears(watcher, 'QUEUED');
  expect(looks()).toBe(before);
  subscriber.close();
  watcher.close();
});

test('A call that was given up because it did not exist is polled again once a subscriber names it', async () => {
  const { aicaller } = replicas.simulators;
  const row = aiCall(replicas.first, { status: 'ringing' });
  aicaller.rows.splice(aicaller.rows.indexOf(row), 1);
  const callIds = [writeGlobalId('Call', 'AICALLER', String(row['_id']))];
  const looks = () => aicaller.requests.filter(({ path }) => path.endsWith(`/${String(row['_id'])}`)).length;
  const early = await Subscriber.toCalls(replicas.first.switchboard.url, { callIds });
  const later = () => {
    clock.advance(3 * SECOND);
    return looks();
  };
  await eventually('a look', later, (count) => count >= 1);
  early.close();
  aicaller.rows.push(row);
  const late = await Subscriber.toCalls(replicas.first.switchboard.url, { callIds });
  await hears(late, 'RINGING');
  late.close();
});
