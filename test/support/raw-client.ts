import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import WebSocket from 'ws';
import { eventually } from './eventually.js';

/** Connections to a server with details that fetch would not let a test control. */
export async function connectTo(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Sends a request with any headers, including Host and Origin. */
export async function askWith(url: string, headers: Readonly<Record<string, string>>, body?: string): Promise<{ status: number; text: string }> {
  const asked = request(url, { method: body === undefined ? 'GET' : 'POST', agent: false, headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers } });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, text: await text(response) };
}

/** A WebSocket of the protocol, or the status of its refusal. */
export async function openSocket(url: string, headers: Readonly<Record<string, string>> = {}): Promise<WebSocket | number> {
  const socket = new WebSocket(url.replace('http:', 'ws:'), 'graphql-transport-ws', { headers });
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
    socket.once('error', reject);
    socket.once('open', () => {
      socket.send('{"type":"connection_init"}');
      socket.once('message', () => resolve(socket));
    });
  });
}

/** Waits until the server has closed a connection on which nothing is read. Only writing shows that. */
export function cutOff(what: string, write: () => void, hasEnded: () => boolean): Promise<boolean> {
  return eventually(what, () => {
    if (!hasEnded()) write();
    return hasEnded();
  });
}

/** Whether a server listens at an address. */
export function isListening(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}
