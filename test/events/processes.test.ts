import { writeGlobalId } from '../support/global-ids.js';
import type { Row } from '../../src/simulators/index.js';
import { useChildren } from '../support/child.js';
import { posts } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import { failing, failNextPost, intention, outcome } from '../support/intentions.js';
import { aiCall, notify, TOKEN } from '../support/notifying.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { describeOnPostgres } from '../support/stores.js';
import { Subscriber } from '../support/subscriber.js';

const LISTENERS = "from pg_stat_activity where datname = current_database() and query ilike 'listen %'";
const seen = (row: Row, status = 'QUEUED') => ({ id: writeGlobalId('Call', 'AICALLER', String(row['_id'])), status });

describeOnPostgres(({ settings, sql }) => {
  const environment = { EVENTS_TOKEN: TOKEN };
  const replicas = useReplicas(settings, { environment });
  const children = useChildren();
  const listening = (count: number) => eventually(`${count} processes to listen`, () => sql(`select count(*) ${LISTENERS}`), (found) => found === String(count));

  /** Another process, and a subscriber at each. Both get every change that either process finds. */
  async function two(): Promise<{ other: Replica; subscribers: Subscriber[] }> {
    const other = await replicas.start();
    await listening(2);
    return { other, subscribers: await Promise.all([replicas.first, other].map(({ switchboard }) => Subscriber.toCalls(switchboard.url))) };
  }

  test('A notification to one process reaches the subscribers of every process, each once', async () => {
    const { other, subscribers } = await two();
    const [row, last] = [aiCall(other), aiCall(other)];
    await Promise.all([notify(other, row), notify(replicas.first, row)]);
    await Promise.all(subscribers.map((subscriber) => subscriber.hears(1)));
    await notify(replicas.first, last);
    expect(await Promise.all(subscribers.map((subscriber) => subscriber.hears(2)))).toEqual([[seen(row), seen(last)], [seen(row), seen(last)]]);
    for (const subscriber of subscribers) subscriber.close();
  });

  test('When one process is gone, the other continues', async () => {
    const { other, subscribers } = await two();
    await other.stop();
    const row = aiCall(replicas.first);
    await notify(replicas.first, row);
    expect(await subscribers[0]?.hears(1)).toEqual([seen(row)]);
    subscribers[0]?.close();
  });

  test('A process that has just started sends its subscribers no earlier changes', async () => {
    const [early, late] = [aiCall(replicas.first), aiCall(replicas.first)];
    const witness = await Subscriber.toCalls(replicas.first.switchboard.url);
    await notify(replicas.first, early);
    expect(await witness.hears(1)).toEqual([seen(early)]);
    const newcomer = await Subscriber.toCalls((await replicas.start()).switchboard.url);
    await listening(2);
    await notify(replicas.first, late);
    expect(await newcomer.hears(1)).toEqual([seen(late)]);
    expect(await witness.hears(2)).toEqual([seen(early), seen(late)]);
    for (const subscriber of [witness, newcomer]) subscriber.close();
  });

  test('Changes during a lost connection to PostgreSQL still reach the subscribers', async () => {
    const { other, subscribers } = await two();
    const row = aiCall(other);
    await notify(other, row);
    await Promise.all(subscribers.map((subscriber) => subscriber.hears(1)));
    await sql(`select pg_terminate_backend(pid) ${LISTENERS}`);
    row['status'] = 'busy';
    await notify(other, row);
    expect(await Promise.all(subscribers.map((subscriber) => subscriber.hears(2)))).toEqual([[seen(row), seen(row, 'BUSY')], [seen(row), seen(row, 'BUSY')]]);
    await listening(2);
    for (const subscriber of subscribers) subscriber.close();
  });

  test('Two operating system processes place one call for one key, and each gets the notifications of the other', async () => {
    const child = await children.start({ ...replicas.simulators.environment, ...settings, ...environment });
    await listening(2);
    const wish = intention();
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => outcome(index % 2 === 0 ? child : replicas.first, wish)));
    expect(new Set(outcomes.map(({ call }) => call?.['id'])).size).toBe(1);
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(posts(replicas.first).length).toBe(1);

    const row = aiCall(replicas.first);
    const interest = { callIds: [seen(row).id] };
    const subscribers = await Promise.all([child.url, replicas.first.switchboard.url].map((url) => Subscriber.toCalls(url, interest)));
    await notify({ urlOf: (path) => new URL(path, child.url).href }, row);
    expect(await Promise.all(subscribers.map((subscriber) => subscriber.hears(1)))).toEqual([[seen(row)], [seen(row)]]);

    await child.kill();
    row['status'] = 'busy';
    await notify(replicas.first, row);
    expect(await subscribers[1]?.hears(2)).toEqual([seen(row), seen(row, 'BUSY')]);
    for (const subscriber of subscribers) subscriber.close();
  });

  test('Each state of a quickly changing call arrives once and in order everywhere, for one read of the provider', async () => {
    const { other, subscribers } = await two();
    const row = aiCall(other);
    const statuses = ['queued', 'ringing', 'inProgress', 'completed'];
    for (const [index, status] of statuses.entries()) {
      row['status'] = status;
      await notify(index % 2 === 0 ? other : replicas.first, row);
      // The next change comes as soon as one process has sent this one, in whatever state the other is.
      await Promise.race(subscribers.map((subscriber) => subscriber.hears(index + 1)));
    }
    const heard = ['QUEUED', 'RINGING', 'IN_PROGRESS', 'COMPLETED'].map((status) => seen(row, status));
    expect(await Promise.all(subscribers.map((subscriber) => subscriber.hears(heard.length)))).toEqual([heard, heard]);
    expect(replicas.simulators.aicaller.requests.filter(({ path }) => path.endsWith(`/${String(row['_id'])}`)).length).toBe(heard.length);
    for (const subscriber of subscribers) subscriber.close();
  });

  test("A change that a process can't read at once is read again until it succeeds, and is then sent", async () => {
    const { other, subscribers } = await two();
    const row = aiCall(other);
    // The row can be written, but not read.
    await sql(
      `alter table call_changes rename to hidden;
       create view call_changes as select account, provider_call_id, version, call_id, (1 / 0)::text as state, changed_at from hidden;
       create rule written as on insert to call_changes do instead insert into hidden values (new.account, new.provider_call_id, new.version, new.call_id, new.state, new.changed_at)`,
    );
    await notify(replicas.first, row);
    expect(await subscribers[0]?.hears(1)).toEqual([seen(row)]);
    await sql('drop view call_changes; alter table hidden rename to call_changes');
    expect(await subscribers[1]?.hears(1)).toEqual([seen(row)]);
    for (const subscriber of subscribers) subscriber.close();
  });

  describe('A process that is killed', () => {
    test('while it waits for AICaller leaves the search to the other process, and no second phone rings', async () => {
      const wish = intention();
      const doomed = await children.start({ ...replicas.simulators.environment, ...settings, UPSTREAM_TIMEOUT_MS: '300', DIAL_PATIENCE_MS: '1' });
      failNextPost(replicas.first, { kind: 'hang' });
      const asked = outcome(doomed, wish).catch(() => null);
      await eventually('the POST', () => posts(replicas.first).length === 1);
      const meanwhile = outcome(replicas.first, wish);
      await doomed.kill();
      await asked;
      expect(await meanwhile).toMatchObject({ ...failing('OUTCOME_UNKNOWN'), replayed: true });
      expect(posts(replicas.first).length).toBe(1);
    });
  });
});
