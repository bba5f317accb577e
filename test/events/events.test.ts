import type { Row } from '../../src/simulators/index.js';
import { writeGlobalId } from '../support/global-ids.js';
import { closedPort } from '../support/closed-port.js';
import { eventually } from '../support/eventually.js';
import { aiCall, type Body, notify, send, TOKEN } from '../support/notifying.js';
import { useReplicas } from '../support/replicas.js';
import { ago, exotelRow, HOUR, sid } from '../vendors/rows.js';
import { describeOnEachStore, readStore } from '../support/stores.js';
import { Subscriber } from '../support/subscriber.js';

const AICALLER = `/events/aicaller/${TOKEN}`;
const EXOTEL = `/events/exotel/${TOKEN}`;
const JSON_TYPE = 'application/json';
const idOf = ({ _id }: Row) => writeGlobalId('Call', 'AICALLER', String(_id));

describeOnEachStore(({ settings }) => {
  const replicas = useReplicas(settings, { environment: { EVENTS_TOKEN: TOKEN } });
  const events = () => readStore(settings, (db) => db.selectFrom('events').selectAll().execute());
  const allDone = () => eventually('all notifications to be worked off', events, (rows) => rows.every(({ done_at }) => done_at !== null));

  describe('A notification of a call makes Switchboard read the call from its provider:', () => {
    test.each<[string, (id: unknown) => unknown]>([
      ['with the id of the rows', (id) => ({ _id: id })],
      ['with another id next to the call', (id) => ({ id: 'event-1', event: 'phoneCall.completed', data: { _id: id } })],
      ['with the call in nested objects', (id) => ({ type: 'phoneCall.completed', payload: { phoneCall: { id } } })],
      ['with a phoneCallId', (id) => ({ phoneCallId: id, status: 'completed' })],
    ])("AICaller's, %s", async (_, body) => {
      const row = aiCall(replicas.first, { status: 'busy' });
      const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url);
      expect(await send(replicas.first, AICALLER, JSON.stringify(body(row['_id'])), JSON_TYPE)).toBe(200);
      expect(await subscriber.hears(1)).toEqual([{ id: idOf(row), status: 'BUSY' }]);
      subscriber.close();
    });

    const form = (fields: Record<string, string>) => {
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.append(name, value);
      return data;
    };
    test.each<[string, (fields: Record<string, string>) => Body, string | undefined]>([
      ['JSON', (fields) => JSON.stringify(fields), JSON_TYPE],
      ['an urlencoded form', (fields) => new URLSearchParams(fields), undefined],
      ['a multipart form', form, undefined],
    ])('Exotel\'s, as %s', async (name, body, contentType) => {
      const callSid = sid(name.length);
      replicas.simulators.exotel.rows.push(exotelRow(callSid, ago(HOUR), { Status: 'no-answer' }));
      const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url, {}, 'providerCallId status');
      expect(await send(replicas.first, EXOTEL, body({ CallSid: callSid, EventType: 'terminal', Status: 'completed' }), contentType)).toBe(200);
      expect(await subscriber.hears(1)).toEqual([{ providerCallId: callSid, status: 'NO_ANSWER' }]);
      subscriber.close();
    });
  });

  describe('The answer is 404', () => {
    test.each([
      ['with a wrong token', `/events/aicaller/${TOKEN}x`],
      ['with a part of the token', `/events/aicaller/${TOKEN.slice(0, -1)}`],
      ['with another token of the same length', `/events/exotel/${'x'.repeat(TOKEN.length)}`],
      ['without a token', '/events/aicaller/'],
      ['for an unknown vendor', `/events/acme/${TOKEN}`],
      ['for a vendor without notifications', `/events/skipcall/${TOKEN}`],
    ])('%s', async (_, path) => {
      const before = (await events()).length;
      expect(await send(replicas.first, path, JSON.stringify({ _id: 'x' }), JSON_TYPE)).toBe(404);
      expect(await events()).toHaveLength(before);
    });
  });

  test('64 KiB are accepted, and more is refused', async () => {
    const body = (bytes: number) => JSON.stringify({ _id: 'long' }).padEnd(bytes);
    expect(await send(replicas.first, AICALLER, body(65_537), JSON_TYPE)).toBe(413);
    expect(await send(replicas.first, AICALLER, body(65 * 1024), JSON_TYPE)).toBe(413);
    expect(await send(replicas.first, AICALLER, body(65_536), JSON_TYPE)).toBe(200);
  });

  describe('An unreadable notification is acknowledged and recorded anyway:', () => {
    test.each<[string, Body, string | undefined]>([
      ['an empty body', '', undefined],
      ['invalid JSON', '{"_id": ', JSON_TYPE],
      ['a list', '["a"]', JSON_TYPE],
      ['a number', '42', JSON_TYPE],
      ['null', 'null', JSON_TYPE],
      ['an event of another kind', '{"type":"account.renamed"}', JSON_TYPE],
      ['a text', 'hello', 'text/plain'],
      ['XML', '<CallSid>1</CallSid>', 'application/xml'],
      ['bytes', new Uint8Array([0, 255, 254]), 'application/octet-stream'],
      ['an incomplete multipart form', '--b\r\ncontent-disposition: form-data; name="CallSid"\r\n', 'multipart/form-data; boundary=b'],
      ['a multipart form without a boundary', 'x', 'multipart/form-data'],
    ])('%s', async (_, body, contentType) => {
      const before = (await events()).length;
      expect(await send(replicas.first, EXOTEL, body, contentType)).toBe(200);
      expect(await events()).toHaveLength(before + 1);
    });
  });

  test('The content of a notification is not trusted', async () => {
    const row = aiCall(replicas.first);
    const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url, {}, 'id status duration');
    const forged = { status: 'completed', callDuration: 3600, data: { _id: row['_id'], status: 'completed', callDuration: 3600 } };
    expect(await notify(replicas.first, row, forged)).toBe(200);
    const truth = { id: idOf(row), status: 'QUEUED', duration: null };
    expect(await subscriber.hears(1)).toEqual([truth]);
    expect(await replicas.first.data('query ($id: ID!) { call(id: $id) { id status duration } }', { id: idOf(row) })).toEqual({ call: truth });
    subscriber.close();
  });

  test('A repeated notification is recognised', async () => {
    const row = aiCall(replicas.first);
    const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url);
    const body = JSON.stringify({ _id: row['_id'], event: 'phoneCall.completed' });
    const before = (await events()).length;
    for (let times = 0; times < 3; times += 1) expect(await send(replicas.first, AICALLER, body, JSON_TYPE)).toBe(200);
    await subscriber.hears(1);
    expect(await allDone()).toHaveLength(before + 1);
    expect(subscriber.calls).toEqual([{ id: idOf(row), status: 'QUEUED' }]);
    subscriber.close();
  });

  test('A notification is kept until some process could read its call', async () => {
    const row = aiCall(replicas.first);
    // Only for this call: an earlier one may still be polled.
    replicas.simulators.aicaller.faults.add({ when: ({ path }) => path.endsWith(String(row['_id'])), fault: { kind: 'status', status: 500 } });
    expect(await notify(replicas.first, row)).toBe(200);
    const mine = async () => (await events()).find(({ call_ids }) => call_ids.includes(String(row['_id'])));
    await eventually('a first try', mine, (event) => event?.attempts === 1);
    expect((await mine())?.done_at).toBeNull();
    await replicas.start();
    expect((await eventually('a second try', mine, (event) => event?.attempts === 2))?.done_at).not.toBeNull();
  });

  test('A notification of a call that its provider does not have is done, and no subscriber gets it', async () => {
    const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url);
    expect(await notify(replicas.first, { _id: 'nobody-knows-it' })).toBe(200);
    const known = aiCall(replicas.first);
    expect(await notify(replicas.first, known)).toBe(200);
    await subscriber.hears(1);
    await allDone();
    expect(subscriber.calls).toEqual([{ id: idOf(known), status: 'QUEUED' }]);
    subscriber.close();
  });
});

describe('While the store is down', () => {
  const replicas = useReplicas({});

  test('a notification is not acknowledged, so that the vendor repeats it', async () => {
    const database = (await closedPort()).replace('http:', 'postgresql:');
    const lost = await replicas.start({ DATABASE_URL: `${database}/switchboard`, EVENTS_TOKEN: TOKEN });
    expect(await notify(lost, { _id: 'x' })).toBe(503);
  });
});
