import { once } from 'node:events';
import { connect } from 'node:net';
import { useSwitchboard } from '../support/switchboard.js';

const parts = useSwitchboard({ calls: 0 });

/** Requests a WebSocket as no client would. Returns the first line of the answer. Null if the connection just ends. */
async function upgrade(address: string, headers: readonly string[] = []): Promise<string | null> {
  const { hostname, port } = new URL(parts.switchboard.url);
  const socket = connect(Number(port), hostname);
  const answered: string[] = [];
  socket.on('data', (data) => answered.push(String(data)));
  socket.on('error', () => undefined);
  const ended = once(socket, 'close');
  const handshake = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  socket.end([`GET ${address} HTTP/1.1`, 'Host: switchboard.example', ...handshake, ...headers, '', ''].join('\r\n'));
  await ended;
  return answered.join('').split('\r\n')[0] ?? null;
}

test.each(['//', 'http://[', 'http://a:99999/graphql', '/elsewhere'])('A WebSocket at %s is refused, and the process continues', async (address) => {
  expect(await upgrade(address)).toContain(' 404 ');
  expect(await parts.switchboard.data('{ __typename }')).toEqual({ __typename: 'Query' });
});

test('A client that disconnects while its WebSocket is refused does not end the process', async () => {
  const { hostname, port } = new URL(parts.switchboard.url);
  for (let time = 0; time < 20; time++) {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    socket.on('error', () => undefined);
    socket.write(`GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, () => socket.resetAndDestroy());
    await closed;
  }
  expect(await parts.switchboard.data('{ __typename }')).toEqual({ __typename: 'Query' });
});
