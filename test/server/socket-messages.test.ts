import { once } from 'node:events';
import type { Socket } from 'node:net';
import type WebSocket from 'ws';
import { eventually } from '../support/eventually.js';
import { linesSaying } from '../support/logged.js';
import { openSocket } from '../support/raw-client.js';
import { useReplicas } from '../support/replicas.js';

const replicas = useReplicas({});
const UPDATES = 'subscription { callUpdated { id } }';

async function opened(): Promise<WebSocket> {
  const socket = await openSocket(replicas.first.switchboard.url);
  if (typeof socket === 'number') throw new Error(`Refused with ${socket}.`);
  return socket;
}

/** The next message of a socket. */
async function heard(socket: WebSocket): Promise<unknown> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return JSON.parse(data.toString());
}

const subscription = (id: string, payload: object = { query: UPDATES }) => JSON.stringify({ id, type: 'subscribe', payload });

test('A ping is answered without what it says', async () => {
  const socket = await opened();
  socket.send(JSON.stringify({ type: 'ping', payload: { text: 'a'.repeat(10_000) } }));
  expect(await heard(socket)).toEqual({ type: 'pong' });
  socket.close();
});

test.each<[string, number, readonly string[]]>([
  ['no JSON', 4400, ['{']],
  ['a message that only servers send', 4400, [JSON.stringify({ id: '1', type: 'next', payload: {} })]],
  ['deeply nested variables', 4400, [subscription('1', { query: UPDATES, variables: { unused: 'DEEP' } }).replace('"DEEP"', '['.repeat(50_000) + ']'.repeat(50_000))]],
  ['a deeply nested ping', 4400, [JSON.stringify({ type: 'ping', payload: { text: 'DEEP' } }).replace('"DEEP"', '['.repeat(50_000) + ']'.repeat(50_000))]],
  ['a second connection_init', 4429, ['{"type":"connection_init"}']],
  ['an id that is in use', 4409, [subscription('1'), subscription('1')]],
  ['a long id that is in use', 4409, [subscription('é'.repeat(150)), subscription('é'.repeat(150))]],
])('A WebSocket that gets %s is closed with %i, and nothing is logged as a fault', async (_, code, messages) => {
  const socket = await opened();
  for (const message of messages) socket.send(message);
  const [closedWith, reason] = (await once(socket, 'close')) as [number, Buffer];
  expect(closedWith).toBe(code);
  expect(reason.toString()).not.toBe('');
  expect(linesSaying(replicas.first.switchboard, 'a message of a WebSocket failed')).toEqual([]);
});

test('A message in many parts is refused before it is whole', async () => {
  const socket = await opened();
  const closed = once(socket, 'close');
  for (let part = 0; part < 200; part++) socket.send('{', { fin: false });
  expect((await closed)[0]).toBe(1008);
});

test('A message in many packets is refused before it is whole', async () => {
  const socket = await opened();
  const { _socket: connection } = socket as unknown as { _socket: Socket };
  connection.setNoDelay(true);
  const closed = once(socket, 'close');
  // The head of a masked text frame of 60,000 bytes.
  connection.write(Buffer.from([0x81, 0xfe, 0xea, 0x60, 0, 0, 0, 0]));
  for (let packet = 0; packet < 3000 && socket.readyState === socket.OPEN; packet++) await new Promise((resolve) => connection.write('a', resolve));
  // Either the reason arrives, or the connection ends before it is read.
  expect([1006, 1008]).toContain((await closed)[0]);
});

test.each<[string, object]>([
  ['Unknown operation named "Other".', { query: `${UPDATES}`, operationName: 'Other' }],
  ['Unknown operation named "".', { query: UPDATES, operationName: '' }],
  ['Must provide operation name if query contains multiple operations.', { query: 'subscription A { callUpdated { id } } subscription B { callUpdated { id } }' }],
  ['Must provide an operation.', { query: 'fragment f on Call { id }' }],
])('A subscription is refused: %s', async (message, payload) => {
  const socket = await opened();
  socket.send(subscription('1', payload));
  expect(await heard(socket)).toEqual({ id: '1', type: 'error', payload: [{ message, extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] });
  socket.close();
});

test('A small subscription counts as what it takes: not as many have room as fit by their documents', async () => {
  const sockets: WebSocket[] = [];
  const errors: unknown[] = [];
  await eventually('a refusal', async () => {
    const socket = await opened();
    sockets.push(socket);
    socket.on('message', (data: Buffer) => errors.push(JSON.parse(data.toString())));
    for (let id = 0; id < 100; id++) socket.send(subscription(String(id)));
    socket.send(JSON.stringify({ type: 'ping' }));
    await once(socket, 'message');
    return errors.some((error) => (error as { type: string }).type === 'error');
  });
  expect(sockets.length).toBeGreaterThan(40);
  expect(sockets.length).toBeLessThan(80);
  expect(errors.find((error) => (error as { type: string }).type === 'error')).toMatchObject({ payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] });
  for (const socket of sockets) socket.terminate();
});
