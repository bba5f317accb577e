import { once } from 'node:events';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, MessageType } from 'graphql-ws';
import { WebSocket } from 'ws';
import { useGraph } from '../support/graph.js';

const graph = useGraph({ calls: 0 });
const SUBSCRIPTION = { type: MessageType.Subscribe, payload: { query: 'subscription { callUpdated { id } }' } };
const INIT = { type: MessageType.ConnectionInit };

/** Opens a socket, sends messages one after the other, the first of them answered before the second leaves, and returns the code that the server closes it with. */
async function closedWith(messages: readonly unknown[]): Promise<number> {
  const socket = new WebSocket(graph.switchboard.url.replace('http', 'ws'), GRAPHQL_TRANSPORT_WS_PROTOCOL);
  const closed = once(socket, 'close') as Promise<[number]>;
  const send = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  await once(socket, 'open');
  send(messages[0]);
  if (messages.length > 1) await once(socket, 'message');
  for (const message of messages.slice(1)) send(message);
  const [code] = await closed;
  return code;
}

test.each([
  ['sends what is no message', ['{'], CloseCode.BadRequest],
  ['sends a message of no known type', [{ type: 'start' }], CloseCode.BadRequest],
  ['subscribes before it is let in', [{ ...SUBSCRIPTION, id: '1' }], CloseCode.Unauthorized],
  ['wants to be let in twice', [INIT, INIT], CloseCode.TooManyInitialisationRequests],
  ['uses an id that is in use', [INIT, { ...SUBSCRIPTION, id: '1' }, { ...SUBSCRIPTION, id: '1' }], CloseCode.SubscriberAlreadyExists],
] as const)('A client that %s is told so by the close code of the protocol', async (_, messages, code) => {
  expect(await closedWith(messages)).toBe(code);
});

test('A client that speaks no protocol known here is let in by no connection', async () => {
  const socket = new WebSocket(graph.switchboard.url.replace('http', 'ws'), 'graphql-ws');
  const [error] = (await once(socket, 'error')) as [Error];
  expect(error.message).toContain('subprotocol');
});
