import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type WebSocket from 'ws';
import type { Row } from '../../src/simulators/index.js';
import { eventually } from '../support/eventually.js';
import { collectGarbage } from '../support/garbage.js';
import { writeGlobalId } from '../support/global-ids.js';
import { linesSaying } from '../support/logged.js';
import { aiCall, notify, TOKEN } from '../support/notifying.js';
import { askWith, connectTo, cutOff, openSocket } from '../support/raw-client.js';
import { useReplicas } from '../support/replicas.js';
import { ago, exotelRow, HOUR, serve, sid } from '../vendors/rows.js';
import { Subscriber } from '../support/subscriber.js';

const replicas = useReplicas({}, { environment: { EVENTS_TOKEN: TOKEN } });
const UPDATES = 'subscription { callUpdated { id } }';
const ASK = '{"query":"{ __typename }"}';

/** The data that a socket receives, as it arrives. */
function messagesOf(socket: WebSocket): { id?: string; type: string; payload?: any }[] {
  const messages: { type: string }[] = [];
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as { type: string }));
  return messages;
}

async function opened(url: string): Promise<WebSocket> {
  const socket = await openSocket(url);
  if (typeof socket === 'number') throw new Error(`Refused with ${socket}.`);
  return socket;
}

const subscribe = (socket: WebSocket, id: string, query = UPDATES) => socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
/** Subscribes to answers of ten megabytes. Returns a call to notify of. */
async function subscribeToMuch(socket: WebSocket, messages: readonly { type: string }[]): Promise<Row> {
  const [call = {}] = Array.from({ length: 50 }, () => aiCall(replicas));
  const aliases = Array.from({ length: 20 }, (_, index) => `${'a'.repeat(10_000)}${index}: id`);
  subscribe(socket, '1', `subscription { callUpdated { contact { calls { nodes { ${aliases.join(' ')} } } } } }`);
  subscribe(socket, '2', '{ __typename }');
  await eventually('the refusal of a query', () => messages, ({ length }) => length > 0);
  return call;
}
const complete = (socket: WebSocket, id: string) => socket.send(JSON.stringify({ id, type: 'complete' }));

describe('An answer larger than MAX_ANSWER_BYTES', () => {
  const LONG = 'a'.repeat(1000);

  test('is refused with a code', async () => {
    const small = await replicas.start({ MAX_ANSWER_BYTES: '2000' });
    expect(await small.ask(`{ ${LONG}: __typename }`)).toMatchObject({ status: 200 });
    const answer = await small.ask(`{ ${LONG}: __typename ${LONG}b: __typename }`);
    expect(answer).toEqual({ status: 400, errors: [{ message: 'This response has more than 2000 bytes. Request less, or use several operations.', extensions: { code: 'ANSWER_TOO_LARGE', limit: { bytes: 2000 } } }] });
    expect(linesSaying(small.switchboard, 'operation').map(({ outcome, codes }) => ({ outcome, codes }))).toEqual([{ outcome: 'ok' }, { outcome: 'refused', codes: ['ANSWER_TOO_LARGE'] }]);
  });

  test('is not delivered to a subscriber either', async () => {
    const small = await replicas.start({ MAX_ANSWER_BYTES: '1024' });
    const subscriber = await Subscriber.toCalls(small.switchboard.url, {}, `${LONG}: id ${LONG}b: id`);
    await notify(small, aiCall(small));
    expect(await subscriber.hears(1)).toMatchObject([{ errors: [{ extensions: { code: 'ANSWER_TOO_LARGE' } }] }]);
    subscriber.close();
  });
});

describe('A client slower than SOCKET_TIMEOUT_MS is disconnected:', () => {
  const slow = () => replicas.start({ SOCKET_TIMEOUT_MS: '300', MAX_ANSWER_BYTES: '1000000000' });

  test.each([
    ['before its request starts', ''],
    ['in the headers of its request', 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-'],
    ['in the body of its request', 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"que'],
  ])('%s', async (_, sent) => {
    const socket = await connectTo((await slow()).switchboard.url);
    socket.resume().write(sent);
    const closed = once(socket, 'close');
    await cutOff('the connection to be closed', () => sent.endsWith('"que') && socket.write('r'), () => socket.closed);
    await closed;
  });

  test('before it has read its answer', async () => {
    const replica = await slow();
    for (let index = 0; index < 50; index++) serve(replicas.simulators.exotel, exotelRow(sid(index), ago(HOUR)));
    const aliases = Array.from({ length: 40 }, (_, index) => `${'a'.repeat(10_000)}${index}: id`);
    const body = JSON.stringify({ query: `{ calls { nodes { ${aliases.join(' ')} } } }` });
    const socket = await connectTo(replica.switchboard.url);
    socket.pause().write(`POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await cutOff('the connection to be closed', () => socket.write(' '), () => socket.destroyed);
  });

  test('before it has read the data of its WebSocket', async () => {
    const replica = await slow();
    const socket = await opened(replica.switchboard.url);
    const call = await subscribeToMuch(socket, messagesOf(socket));
    socket.pause();
    await notify(replica, call);
    await cutOff('the WebSocket to be closed', () => socket.ping(), () => socket.readyState === socket.CLOSED);
  });

  test('but idle WebSockets, clients that wait for an answer, and keep-alive connections stay open', async () => {
    const replica = await slow();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const isReused = async () => {
      const asked = get(replica.urlOf('/health/live'), { agent });
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      await text(response);
      return asked.reusedSocket;
    };
    expect(await isReused()).toBe(false);
    const socket = await opened(replica.switchboard.url);
    const { skipcall } = replicas.simulators;
    skipcall.faults.add({ fault: { kind: 'delay', milliseconds: 900 } });
    expect(await replica.data('{ callByProviderId(provider: SKIPCALL, providerCallId: "123e4567-e89b-12d3-a456-000000000001") { id } }')).toEqual({ callByProviderId: null });
    expect(socket.readyState).toBe(socket.OPEN);
    expect(await isReused()).toBe(true);
    agent.destroy();
    socket.close();
  });
});

describe('Of the clients that together leave more than MAX_UNREAD_BYTES unread, the one with the most is disconnected:', () => {
  test('over HTTP', async () => {
    const replica = await replicas.start({ MAX_UNREAD_BYTES: '100000' });
    const body = JSON.stringify({ query: `{ ${'a'.repeat(150_000)}: __typename }` });
    await expect(fetch(replica.switchboard.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then((response) => response.text())).rejects.toThrow();
    expect(await replica.data('{ __typename }')).toEqual({ __typename: 'Query' });
  });

  test('over a WebSocket', async () => {
    const replica = await replicas.start({ MAX_UNREAD_BYTES: '20000' });
    const [heavy, light] = [await opened(replica.switchboard.url), await Subscriber.toCalls(replica.switchboard.url)];
    const messages = messagesOf(heavy);
    subscribe(heavy, '1', `subscription { callUpdated { ${'a'.repeat(30_000)}: id } }`);
    subscribe(heavy, '2', '{ __typename }');
    await eventually('the refusal of a query', () => messages, ({ length }) => length > 0);
    const closed = once(heavy, 'close');
    await notify(replica, aiCall(replicas));
    await closed;
    expect(await light.hears(1)).toHaveLength(1);
    light.close();
  });
});

test('A client that reads nothing is not read either, until it has read what waits for it', async () => {
  const socket = await opened(replicas.first.switchboard.url);
  const messages = messagesOf(socket);
  const call = await subscribeToMuch(socket, messages);
  socket.pause();
  await notify(replicas.first, call);
  const { _socket: connection } = socket as unknown as { _socket: Socket };
  const ping = JSON.stringify({ type: 'ping', payload: { text: 'a'.repeat(100_000) } });
  let sent = 0;
  await eventually('the connection to be full', () => {
    for (let time = 0; time < 20; time++, sent++) socket.send(ping);
    return connection.writableLength > 20_000_000;
  });
  socket.resume();
  await eventually('all answers', () => messages, ({ length }) => length === 1 + 1 + sent);
  socket.close();
});

describe('The limit of', () => {
  test('open WebSockets is MAX_SOCKETS', async () => {
    const { switchboard } = await replicas.start({ MAX_SOCKETS: '2' });
    const [first, second] = [await opened(switchboard.url), await opened(switchboard.url)];
    expect(await openSocket(switchboard.url)).toBe(503);
    first.close();
    await once(first, 'close');
    const third = await eventually('a place', () => openSocket(switchboard.url), (socket) => typeof socket !== 'number');
    for (const socket of [second, third as WebSocket]) socket.close();
  });

  test('subscriptions per WebSocket is MAX_SUBSCRIPTIONS_PER_SOCKET', async () => {
    const { switchboard } = await replicas.start({ MAX_SUBSCRIPTIONS_PER_SOCKET: '2' });
    const socket = await opened(switchboard.url);
    const messages = messagesOf(socket);
    for (const id of ['1', '2', '3', 'x'.repeat(300)]) subscribe(socket, id);
    await eventually('two refusals', () => messages.length === 2);
    expect(messages).toMatchObject([
      { id: '3', type: 'error', payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] },
      { type: 'error', payload: [{ extensions: { code: 'BAD_REQUEST' } }] },
    ]);
    complete(socket, '1');
    subscribe(socket, '4');
    subscribe(socket, '5');
    await eventually('one more refusal', () => messages.length === 3);
    expect(messages[2]).toMatchObject({ id: '5' });
    socket.close();
  });
});

describe('Documents and variables of open subscriptions', () => {
  const large = `${'#\n'.repeat(900)}${UPDATES}${' '.repeat(200_000)}`;
  /** As many have room on one WebSocket. */
  const MOST = 9;

  test('are limited for a WebSocket, and give their memory back', async () => {
    const socket = await opened(replicas.first.switchboard.url);
    const messages = messagesOf(socket);
    for (let id = 0; id <= MOST; id++) subscribe(socket, String(id), large);
    await eventually('one refusal', () => messages, ({ length }) => length === 1);
    expect(messages).toMatchObject([{ id: String(MOST), type: 'error', payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] }]);
    complete(socket, '0');
    subscribe(socket, 'again', large);
    subscribe(socket, 'more', large);
    await eventually('one more refusal', () => messages, ({ length }) => length === 2);
    expect(messages[1]).toMatchObject({ id: 'more' });
    socket.close();
  });

  test('give all of it back when the WebSocket closes, also if one id was used for several in one instant', async () => {
    // Short enough for many to arrive together.
    const short = `${'#\n'.repeat(990)}${UPDATES}`;
    for (let round = 0; round < 40; round++) {
      const socket = await opened(replicas.first.switchboard.url);
      const { _socket: connection } = socket as unknown as { _socket: Socket };
      connection.cork();
      for (let time = 0; time < 15; time++) {
        if (time > 0) complete(socket, '1');
        subscribe(socket, '1', short);
      }
      connection.uncork();
      const messages = messagesOf(socket);
      subscribe(socket, '2', '{ __typename }');
      await eventually('the refusal of a query', () => messages.some(({ id }) => id === '2'));
      socket.close();
      await once(socket, 'close');
    }
    const socket = await opened(replicas.first.switchboard.url);
    const messages = messagesOf(socket);
    subscribe(socket, '1', large);
    subscribe(socket, '2', '{ __typename }');
    await eventually('the refusal of a query', () => messages, ({ length }) => length > 0);
    expect(messages).toMatchObject([{ id: '2' }]);
    socket.close();
  });

  test('have room for as many subscriptions as MAX_SUBSCRIPTIONS_PER_SOCKET allows, with a hundred ids each', async () => {
    const socket = await opened(replicas.first.switchboard.url);
    const messages = messagesOf(socket);
    const query = `subscription ($ids: [ID!]) { callUpdated(callIds: $ids) { ${Array.from({ length: 30 }, (_, index) => `a${index}: id`).join(' ')} } }`;
    for (let id = 0; id < 100; id++) {
      const ids = Array.from({ length: 100 }, (_, index) => writeGlobalId('Call', 'AICALLER', `${id}-${index}`.padEnd(24, '0')));
      socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query, variables: { ids } } }));
    }
    subscribe(socket, 'too many');
    await eventually('the refusal of one more', () => messages, ({ length }) => length > 0);
    expect(messages).toMatchObject([{ id: 'too many' }]);
    socket.close();
  });
});

test('Repeated subscribing and completing leaks no memory', async () => {
  const socket = await opened(replicas.first.switchboard.url);
  const messages = messagesOf(socket);
  const again = async (times: number) => {
    for (let time = 0; time < times; time++) {
      subscribe(socket, String(time));
      complete(socket, String(time));
    }
    const id = `last of ${times}`;
    subscribe(socket, id, '{ __typename }');
    await eventually('the last refusal', () => messages.some((message) => message.id === id));
    replicas.first.switchboard.log.length = 0;
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = await again(300);
  const growth = (await again(3000)) - before;
  // If it leaked, each would take several kilobytes.
  expect(growth / 3000).toBeLessThan(1000);
  socket.close();
});

test('Each delivery is a separate operation: its requests are counted, and a failure is logged', async () => {
  const { first } = replicas;
  const subscriber = await Subscriber.toCalls(first.switchboard.url, {}, 'id contact { calls(first: 1, filter: { providers: [CONTACT_CENTER] }) { nodes { id } } }');
  replicas.simulators.contactCenter.faults.add({ fault: { kind: 'status', status: 500 }, times: 1000 });
  const before = first.switchboard.log.length;
  await notify(first, aiCall(first));
  await subscriber.hears(1);
  const metrics = await (await fetch(first.urlOf('/metrics'))).text();
  expect(metrics).toMatch(/switchboard_operations_total\{type="delivery",outcome="ok"\} \d/);
  const sent = linesSaying({ log: first.switchboard.log.slice(before) }, 'upstream request').filter(({ provider }) => provider === 'CONTACT_CENTER');
  expect(sent[0]?.['requestId']).toEqual(expect.any(String));
  subscriber.close();
});

describe('A page whose host name points to this address (DNS rebinding)', () => {
  const FOREIGN = { host: 'rebound.example.com:4000', origin: 'http://rebound.example.com:4000' };

  test.each([
    ['is refused', FOREIGN],
    ['is refused without the site headers of its browser, too', { host: FOREIGN.host }],
    ['is refused with a name that ends in ours', { host: 'localhost.example.com' }],
    ['is refused with a name that only looks private', { host: 'rebind.test' }],
    ['is refused with a name of the local network', { host: 'printer.local' }],
    ['is refused with an invalid name', { host: 'a b' }],
  ])('%s', async (_, headers) => {
    expect(await askWith(replicas.first.switchboard.url, headers, ASK)).toMatchObject({ status: 421, text: expect.stringContaining('MISDIRECTED_REQUEST') });
  });

  test('gets neither the explorers nor the metrics', async () => {
    for (const path of ['/', '/graphiql', '/metrics']) expect(await askWith(replicas.first.urlOf(path), FOREIGN)).toMatchObject({ status: 421 });
  });

  test('opens no WebSocket', async () => {
    expect(await openSocket(replicas.first.switchboard.url, FOREIGN)).toBe(403);
  });
});

describe('Requests are answered for', () => {
  test.each(['127.0.0.1', '127.0.0.1:4000', '[::1]:4000', '192.0.2.7', 'localhost', 'localhost:4000', 'LOCALHOST.', 'switchboard', 'switchboard:4000', 'switchboard.calls.svc.cluster.local:4000', 'switchboard.internal'])('%s', async (host) => {
    expect(await askWith(replicas.first.switchboard.url, { host }, ASK)).toMatchObject({ status: 200 });
  });

  test('the names in PUBLIC_URL and ALLOWED_HOSTS', async () => {
    const { switchboard } = await replicas.start({ PUBLIC_URL: 'https://public.example.com/switchboard', ALLOWED_HOSTS: 'graph.example.com, Other.example.com' });
    for (const host of ['public.example.com', 'graph.example.com:8443', 'other.example.com']) expect(await askWith(switchboard.url, { host }, ASK)).toMatchObject({ status: 200 });
    expect(await askWith(switchboard.url, { host: 'example.com' }, ASK)).toMatchObject({ status: 421 });
  });

  test('any name if ALLOWED_HOSTS is *', async () => {
    const { switchboard } = await replicas.start({ ALLOWED_HOSTS: '*' });
    expect(await askWith(switchboard.url, { host: 'any.example.com' }, ASK)).toMatchObject({ status: 200 });
  });

  test('any name at the addresses for vendors and probes', async () => {
    const host = 'any.example.com';
    expect(await askWith(replicas.first.urlOf('/health/live'), { host })).toMatchObject({ status: 200 });
    expect(await askWith(replicas.first.urlOf(`/events/aicaller/${TOKEN}`), { host }, '{}')).toMatchObject({ status: 200 });
  });
});
