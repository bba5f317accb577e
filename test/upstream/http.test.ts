import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createHttpClient } from '../../src/upstream/http.js';
import { contextOf } from '../support/upstream-context.js';

const sockets = new Set<Socket>();
let answer = '';
const server = createServer((socket) => {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  socket.on('error', () => undefined);
  socket.on('data', () => socket.write(answer));
});
beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')));
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

const client = () =>
  createHttpClient({ provider: 'EXOTEL', baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, headers: {}, secrets: [] }, { timeoutMs: 5000, maxBytes: 1000 });
const allClosed = async () => {
  for (const socket of sockets) await once(socket, 'close');
};

test.each(['get', 'post'] as const)('A vendor that answers a %s by changing the protocol has failed, and its connection is closed', async (method) => {
  answer = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: other\r\nconnection: upgrade\r\n\r\n';
  const sent = method === 'get' ? client().get('/', [], contextOf()) : client().post('/', {}, contextOf());
  await expect(sent).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE', facts: { notSent: false } });
  await allClosed();
});

test.each([
  ['as large as allowed is read', 1000, { status: 200 }],
  ['with one byte more is refused', 1001, { code: 'PROVIDER_BAD_RESPONSE', facts: { tooLarge: true } }],
])('A response %s', async (_, bytes, outcome) => {
  answer = `HTTP/1.1 200 OK\r\ncontent-length: ${bytes}\r\nconnection: close\r\n\r\n"${'x'.repeat(bytes - 2)}"`;
  expect(await client().get('/', [], contextOf()).catch((error: unknown) => error)).toMatchObject(outcome);
});

test.each([
  ['before it is sent', true],
  ['while the vendor says nothing', false],
])('A request that is given up %s ends at once, and is not the provider\'s fault', async (_, before) => {
  answer = '';
  const abort = new AbortController();
  if (before) abort.abort();
  const sent = client().get('/', [], contextOf({ signal: abort.signal }));
  if (!before) {
    await once(server, 'connection');
    abort.abort();
  }
  await expect(sent).rejects.toMatchObject({ facts: { abandoned: true } });
  await allClosed();
});
