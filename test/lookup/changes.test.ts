import { writeGlobalId } from '../support/global-ids.js';
import { useClock } from '../support/clock.js';
import { eventually } from '../support/eventually.js';
import { lookUp } from '../support/lookups.js';
import { aiCall, notify, TOKEN } from '../support/notifying.js';
import { useReplicas } from '../support/replicas.js';
import { ago, DAY, SECOND } from '../vendors/rows.js';
import { describeOnPostgres } from '../support/stores.js';
import { Subscriber } from '../support/subscriber.js';

const clock = useClock();
const environment = { CACHE_MAX_CALLS: '1000', CACHE_UNSETTLED_SECONDS: '3600', EVENTS_TOKEN: TOKEN };
const replicas = useReplicas({}, { environment });
const statusOf = async (id: unknown, replica = replicas.first) => (await lookUp(replica, 'AICALLER', String(id), 'status')).data.a0?.status;

test('A cached call is read again when its provider notifies of a change', async () => {
  const row = aiCall(replicas.first, { status: 'ringing' });
  expect(await statusOf(row['_id'])).toBe('RINGING');
  row['status'] = 'noAnswer';
  expect(await statusOf(row['_id'])).toBe('RINGING');
  expect(await notify(replicas.first, row)).toBe(200);
  await eventually('the new status', () => statusOf(row['_id']), (status) => status === 'NO_ANSWER');
});

test('A cached call is read again when polling finds a change', async () => {
  const row = aiCall(replicas.first, { status: 'queued' });
  expect(await statusOf(row['_id'])).toBe('QUEUED');
  const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url, { callIds: [writeGlobalId('Call', 'AICALLER', String(row['_id']))] });
  row['status'] = 'inProgress';
  clock.advance(60 * SECOND);
  await eventually('the new status', () => statusOf(row['_id']), (status) => status === 'IN_PROGRESS');
  subscriber.close();
});

describeOnPostgres(({ settings }) => {
  const processes = useReplicas(settings, { environment });

  test('A call cached by one process is read again when another process is notified of a change', async () => {
    const other = await processes.start();
    const yesterday = new Date(ago(DAY)).toISOString();
    const row = aiCall(processes.first, { status: 'ringing', createdAt: yesterday, updatedAt: yesterday });
    expect(await statusOf(row['_id'], other)).toBe('RINGING');
    // Settled when it is over, so it is not polled later.
    row['status'] = 'noAnswer';
    await eventually('the notification', () => notify(processes.first, row), (status) => status === 200);
    await eventually('the new status', () => statusOf(row['_id'], other), (status) => status === 'NO_ANSWER');
  });
});
