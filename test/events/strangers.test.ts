import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useClock } from '../support/clock.js';
import { eventually } from '../support/eventually.js';
import { writeGlobalId } from '../support/global-ids.js';
import { intention, outcome } from '../support/intentions.js';
import { aiCall, send, TOKEN } from '../support/notifying.js';
import { useReplicas } from '../support/replicas.js';
import { ago, contactCenterRow, DAY, SECOND, serve, sid } from '../vendors/rows.js';
import { readStore } from '../support/stores.js';
import { Subscriber } from '../support/subscriber.js';

const folder = mkdtempSync(join(tmpdir(), 'switchboard-strangers-'));
const settings = { DATA_DIR: join(folder, 'data') };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clock = useClock();
const replicas = useReplicas(settings, { environment: { EVENTS_TOKEN: TOKEN }, now: () => Date.now() });
const url = () => replicas.first.switchboard.url;
const tracked = () => readStore(settings, (db) => db.selectFrom('tracked_calls').selectAll().execute());
const looksAt = (id: unknown) => replicas.simulators.aicaller.requests.filter(({ path }) => path.endsWith(`/${String(id)}`)).length;
/** Advances the time until a condition is true. */
const later = <T>(what: string, ask: () => T | Promise<T>, isGood: (answer: T) => boolean) =>
  eventually(what, async () => {
    clock.advance(3 * SECOND);
    return ask();
  }, isGood);

describe('Unknown calls', () => {
  const madeUp = (count: number) => Array.from({ length: count }, () => randomUUID().replaceAll('-', '').slice(0, 24));

  test('that a subscriber names are requested once, a few at a time, and then forgotten', async () => {
    const ids = madeUp(25);
    const subscriber = await Subscriber.toCalls(url(), { callIds: ids.map((id) => writeGlobalId('Call', 'AICALLER', id)) });
    await later('all of them to be looked for', () => ids.filter((id) => looksAt(id) > 0).length, (count) => count === ids.length);
    await later('nothing of them to be left', tracked, (rows) => rows.every(({ provider_call_id }) => !ids.includes(provider_call_id)));
    const real = aiCall(replicas.first);
    const watcher = await Subscriber.toCalls(url(), { callIds: [writeGlobalId('Call', 'AICALLER', String(real['_id']))] });
    await later('another call', () => watcher.calls.length, (count) => count > 0);
    expect(ids.map(looksAt)).toEqual(ids.map(() => 1));
    subscriber.close();
    watcher.close();
  });

  test('of Exotel share one search', async () => {
    const subscriber = await Subscriber.toCalls(url(), { callIds: Array.from({ length: 50 }, (_, index) => writeGlobalId('Call', 'EXOTEL', sid(40_000 + index))) });
    const bulk = () => replicas.simulators.exotel.requests.filter(({ query }) => query.has('Sid'));
    await later('the search', () => bulk().length, (count) => count > 0);
    expect(bulk()[0]?.query.get('Sid')?.split(',').length).toBe(50);
    subscriber.close();
  });

  test('are no longer requested once their socket is closed', async () => {
    const ids = madeUp(100);
    const subscriber = await Subscriber.toCalls(url(), { callIds: ids.map((id) => writeGlobalId('Call', 'AICALLER', id)) });
    await eventually('them to be written down', tracked, (rows) => rows.some(({ provider_call_id }) => ids.includes(provider_call_id)));
    subscriber.vanish();
    const looked = () => ids.filter((id) => looksAt(id) > 0).length;
    await later('nobody to want them', tracked, (rows) => rows.every((row) => !ids.includes(row.provider_call_id) || row.wanted_until <= Date.now()));
    const before = looked();
    expect(before).toBeLessThan(ids.length);
    const other = aiCall(replicas.first);
    const watcher = await Subscriber.toCalls(url(), { callIds: [writeGlobalId('Call', 'AICALLER', String(other['_id']))] });
    await later('another call', () => watcher.calls.length, (count) => count > 0);
    expect(looked()).toBe(before);
    watcher.close();
  });
});

test('A known call is polled while it has a subscriber, and no longer', async () => {
  const row = aiCall(replicas.first, { status: 'ringing' });
  const id = String(row['_id']);
  const subscriber = await Subscriber.toCalls(url(), { callIds: [writeGlobalId('Call', 'AICALLER', id)] });
  await later('the call', () => subscriber.calls.length, (count) => count === 1);
  subscriber.close();
  await later('it to be left', tracked, (rows) => rows.some((one) => one.provider_call_id === id && one.wanted_until <= Date.now()));
  const before = looksAt(id);
  const other = aiCall(replicas.first);
  const watcher = await Subscriber.toCalls(url(), { callIds: [writeGlobalId('Call', 'AICALLER', String(other['_id']))] });
  await later('another call', () => watcher.calls.length, (count) => count > 0);
  expect(looksAt(id)).toBe(before);
  watcher.close();
});

describe('Notifications', () => {
  test('of thousands of calls are limited to a hundred calls', async () => {
    const ids = Array.from({ length: 1500 }, (_, index) => `stranger${index}`);
    expect(await send(replicas.first, `/events/aicaller/${TOKEN}`, JSON.stringify(ids.map((_id) => ({ _id }))), 'application/json')).toBe(200);
    const [event] = await readStore(settings, (db) => db.selectFrom('events').selectAll().orderBy('received_at', 'desc').limit(1).execute());
    expect(JSON.parse(event?.call_ids ?? '[]')).toHaveLength(100);
  });

  test('above the rate limit are answered with 429', async () => {
    const { first } = replicas;
    const flooded = await replicas.start();
    const statuses = await Promise.all(Array.from({ length: 400 }, () => send(flooded, `/events/aicaller/${TOKEN}`, '{"_id":"flood"}', 'application/json')));
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(400);
    expect(await first.data('{ providers { name } }')).toBeDefined();
  });
});

describe("The store's data of calls", () => {
  const NAME = 'Grace Brewster Unmistakable';
  const NUMBER = '+12025550187';

  test('is readable only by this user, and contains no number, name, note or address in plain text', async () => {
    await outcome(replicas.first, intention({ nameOfHuman: NAME, toPhoneNumber: NUMBER }));
    serve(replicas.simulators.contactCenter, contactCenterRow(777, ago(DAY), { disposition: { id: 1, note: 'An unmistakable note' }, recordings: [{ id: 1, url: 'https://media.example.com/unmistakable.mp3' }] }));
    const subscriber = await Subscriber.toCalls(url(), { callIds: [writeGlobalId('Call', 'CONTACT_CENTER', '777', String(ago(DAY) / SECOND))] });
    await later('the call', () => subscriber.calls.length, (count) => count > 0);
    subscriber.close();
    const files = ['switchboard.db', 'switchboard.db-wal'].map((name) => join(settings.DATA_DIR, name));
    const text = files.map((file) => readFileSync(file, 'latin1')).join('');
    for (const secret of [NAME, NUMBER.slice(1), 'unmistakable note', 'unmistakable.mp3']) expect(text).not.toContain(secret);
    expect(files.map((file) => (statSync(file).mode & 0o777).toString(8))).toEqual(['600', '600']);
    expect((statSync(settings.DATA_DIR).mode & 0o777).toString(8)).toBe('700');
  });

  test('is complete after a restart, even if the provider then omits values', async () => {
    const row = contactCenterRow(778, ago(DAY), { is_ended: false, is_answered: true });
    serve(replicas.simulators.contactCenter, row);
    const FIELDS = 'status notes tags agents { name } contact { name } details { ...on ContactCenterCallDetails { campaign { name } disposition { code note } } } recordings { url } agentLegs { type }';
    const callIds = [writeGlobalId('Call', 'CONTACT_CENTER', '778', String(ago(DAY) / SECOND))];
    const own = { DATA_DIR: join(folder, 'restarted') };
    const first = await replicas.start(own);
    const before = await Subscriber.toCalls(first.switchboard.url, { callIds }, FIELDS);
    await later('the call', () => before.calls.length, (count) => count > 0);
    before.close();
    await first.stop();
    const restarted = await replicas.start(own);
    const after = await Subscriber.toCalls(restarted.switchboard.url, { callIds }, FIELDS);
    const { id, started_at, is_inbound } = row;
    serve(replicas.simulators.contactCenter, { id, started_at, is_inbound, is_ended: true, is_answered: true, contact: { id: (row['contact'] as { id: unknown }).id } });
    await later('the change', () => after.calls.length, (count) => count > 0);
    expect(after.calls[0]).toEqual({ ...before.calls[0], status: 'COMPLETED' });
    after.close();
  });
});
