import { writeGlobalId } from '../support/global-ids.js';
import type { Row } from '../../src/simulators/index.js';
import { eventually } from '../support/eventually.js';
import type { Data } from '../support/graph.js';
import { metric } from '../support/metric.js';
import { aiCall, notify, send, TOKEN } from '../support/notifying.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { ago, exotelRow, HOUR, sid } from '../vendors/rows.js';
import { describeOnEachStore } from '../support/stores.js';
import { Subscriber } from '../support/subscriber.js';

const idOf = ({ _id }: Row) => writeGlobalId('Call', 'AICALLER', String(_id));
/** graphql-ws clients subscribe again automatically after this code. */
const GOING_AWAY = 1001;

describeOnEachStore(({ settings }) => {
  const replicas = useReplicas(settings, { environment: { EVENTS_TOKEN: TOKEN } });
  const subscribe = (variables?: Data, fields?: string) => Subscriber.toCalls(replicas.first.switchboard.url, variables, fields);

  /** A change that all subscribers get. When it arrives, all earlier ones have arrived. */
  async function markEnd(subscriber: Subscriber, replica: Replica = replicas.first): Promise<void> {
    const row = aiCall(replica);
    await notify(replica, row);
    await eventually('the last change', () => subscriber.calls.some(({ id }) => id === idOf(row)));
  }
  const callsIn = ({ calls }: Subscriber, row: Row) => calls.filter(({ id }) => id === idOf(row));

  describe('A subscriber', () => {
    test('gets each change once and in order, however often it is notified', async () => {
      const row = aiCall(replicas.first);
      const subscriber = await subscribe();
      const statuses = ['queued', 'ringing', 'inProgress', 'completed'];
      for (const [index, status] of statuses.entries()) {
        row['status'] = status;
        await Promise.all([notify(replicas.first, row), notify(replicas.first, row)]);
        await subscriber.hears(index + 1);
        await notify(replicas.first, row);
      }
      await markEnd(subscriber);
      expect(callsIn(subscriber, row).map(({ status }) => status)).toEqual(['QUEUED', 'RINGING', 'IN_PROGRESS', 'COMPLETED']);
      subscriber.close();
    });

    test('gets every change, with any number of other subscribers', async () => {
      const row = aiCall(replicas.first);
      const subscribers = await Promise.all(Array.from({ length: 20 }, () => subscribe()));
      await notify(replicas.first, row);
      expect(await Promise.all(subscribers.map((one) => one.hears(1)))).toEqual(subscribers.map(() => [{ id: idOf(row), status: 'QUEUED' }]));
      for (const one of subscribers) one.close();
    });

    test('gets responses that are executed as those of queries are, and counted', async () => {
      const executed = (by: string) => metric(replicas.first, 'switchboard_operations_executed_total', { by });
      const [plans, others] = [(await executed('plan')) ?? 0, await executed('graphql-js')];
      const row = aiCall(replicas.first);
      const subscriber = await subscribe({}, '... on Call { id } again: id contact { e164 } recordings { id call { status } } details { __typename }');
      await notify(replicas.first, row);
      expect(await subscriber.hears(1)).toEqual([{ id: idOf(row), again: idOf(row), contact: { e164: '+12025550143' }, recordings: [], details: { __typename: 'AiCallerCallDetails' } }]);
      expect([await executed('plan'), await executed('graphql-js')]).toEqual([plans + 1, others]);
      subscriber.close();
    });

    test('gets only changes of the providers and calls that it selected', async () => {
      const [wanted, other] = [aiCall(replicas.first), aiCall(replicas.first)];
      const ofExotel = await subscribe({ providers: ['EXOTEL'] }, 'provider');
      const ofCalls = await subscribe({ callIds: [idOf(wanted)] });
      const ofBoth = await subscribe({ providers: ['EXOTEL'], callIds: [idOf(wanted)] });
      const ofAll = await subscribe();
      for (const row of [other, wanted]) await notify(replicas.first, row);
      replicas.simulators.exotel.rows.push(exotelRow(sid(7), ago(HOUR)));
      await send(replicas.first, `/events/exotel/${TOKEN}`, new URLSearchParams({ CallSid: sid(7), at: String(Math.random()) }));
      await Promise.all([ofExotel.hears(1), ofCalls.hears(1), ofAll.hears(3)]);
      await markEnd(ofAll);
      expect([ofExotel.calls, ofCalls.calls, ofBoth.calls]).toEqual([[{ provider: 'EXOTEL' }], [{ id: idOf(wanted), status: 'QUEUED' }], []]);
      for (const one of [ofExotel, ofCalls, ofBoth, ofAll]) one.close();
    });

    test.each([['no id'], [writeGlobalId('Contact', '+12025550143')], [writeGlobalId('Call', 'NOBODY', '1')]])('gets an error if %j is not the id of a call', async (id) => {
      const subscriber = await subscribe({ callIds: [id] });
      const mistake = await eventually('an answer', () => (subscriber.answers[0]?.errors ?? subscriber.end) as unknown[] | undefined);
      expect(mistake).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      subscriber.close();
    });

    test('is removed when it disconnects, with or without a close message', async () => {
      const replica = await replicas.start();
      const [polite, gone] = [await Subscriber.toCalls(replica.switchboard.url), await Subscriber.toCalls(replica.switchboard.url)];
      const count = () => metric(replica, 'switchboard_subscribers');
      expect(await count()).toBe(2);
      polite.close();
      gone.vanish();
      await eventually('nobody to be left', async () => (await count()) === 0);
    });

    test('is closed at shutdown with a code that makes it connect to another process', async () => {
      const replica = await replicas.start();
      const subscriber = await Subscriber.toCalls(replica.switchboard.url);
      await replica.stop();
      expect(await subscriber.ends()).toBe(GOING_AWAY);
    });
  });

  describe('A known value of a call', () => {
    test('does not go back when its provider returns an earlier state', async () => {
      const row = aiCall(replicas.first, { status: 'completed', callDuration: 15 });
      const subscriber = await subscribe();
      await notify(replicas.first, row);
      await subscriber.hears(1);
      for (const status of ['queued', 'ringing', 'inProgress', 'teleported']) {
        row['status'] = status;
        await notify(replicas.first, row);
        await markEnd(subscriber);
      }
      expect(callsIn(subscriber, row)).toEqual([{ id: idOf(row), status: 'COMPLETED' }]);
      subscriber.close();
    });

    test.each<[string, Row, string, unknown]>([
      ['its duration', { callDuration: 15 }, 'duration', 15],
      ['its start', { callStartedAt: '2026-01-01T10:00:00.000Z' }, 'startedAt', '2026-01-01T10:00:00.000Z'],
      ['its end', { callEndedAt: '2026-01-01T10:00:15.000Z' }, 'endedAt', '2026-01-01T10:00:15.000Z'],
      ['its recording', { recordingUrl: 'https://recordings.example.com/1.mp3' }, 'recordings { url }', [{ url: 'https://recordings.example.com/1.mp3' }]],
      ["the caller's number", { fromPhoneNumber: '+12025550199' }, 'from { e164 }', { e164: '+12025550199' }],
    ])('is not lost when its provider omits it: %s', async (_, fields, selection, known) => {
      const row = aiCall(replicas.first, { status: 'completed', ...fields });
      const subscriber = await subscribe({ callIds: [idOf(row)] }, `${selection} webhooks { url }`);
      await notify(replicas.first, row);
      await subscriber.hears(1);
      for (const name of Object.keys(fields)) row[name] = null;
      row['phoneCallWebhooks'] = [{ url: 'https://hooks.example.com/', subscribedEvent: 'phoneCall.completed' }];
      await notify(replicas.first, row);
      const name = selection.split(' ')[0] ?? '';
      expect((await subscriber.hears(2)).at(-1)).toEqual({ [name]: known, webhooks: [{ url: 'https://hooks.example.com/' }] });
      subscriber.close();
    });
  });
});

describe('Over WebSocket too,', () => {
  const replicas = useReplicas({}, { environment: { INTROSPECTION: 'false' } });

  test('introspection is refused if it is off', async () => {
    const query = 'subscription { callUpdated { __schema: id } } query Q { __schema { types { name } } }';
    for (const asked of [query, '{ __schema { types { name } } }']) {
      const subscriber = new Subscriber(replicas.first.switchboard.url, asked);
      const refusal = await eventually('an answer', () => subscriber.answers[0] ?? subscriber.end);
      expect(refusal).toBeDefined();
      expect(JSON.stringify(subscriber.answers)).not.toContain('PageInfo');
      subscriber.close();
    }
  });
});
