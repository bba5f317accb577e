import type { Socket } from 'node:net';
import { eventually } from '../support/eventually.js';
import { connectTo } from '../support/raw-client.js';
import { type Replica, useReplicas } from '../support/replicas.js';

const replicas = useReplicas({});

/** Sends a request on an open connection. Returns the answer including headers. */
async function askOn(socket: Socket): Promise<string> {
  const body = JSON.stringify({ query: '{ __typename }' });
  let answer = '';
  const hear = (data: Buffer) => void (answer += data.toString());
  socket.on('data', hear);
  socket.write(`POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  await eventually('the answer, or the end', () => /\r\n\r\n.*\}\s*$/s.test(answer) || socket.destroyed);
  socket.off('data', hear);
  return answer;
}

const OK_AND_LAST = /^HTTP\/1\.1 200 [^]*connection: close[^]*"__typename":"Query"/i;

describe('A process that is shutting down, with open connections of a proxy:', () => {
  const connections = async (replica: Replica) => ({ used: await connectTo(replica.switchboard.url), unused: await connectTo(replica.switchboard.url) });

  test('a request in transit is answered, and the answer closes the connection', async () => {
    const replica = await replicas.start();
    const { used, unused } = await connections(replica);
    expect(await askOn(used)).toMatch(/^HTTP\/1\.1 200 (?![^]*connection: close)/i);
    const stopped = replica.stop();
    expect(await askOn(used)).toMatch(OK_AND_LAST);
    expect(await askOn(unused)).toMatch(OK_AND_LAST);
    await stopped;
  });

  test('it does not wait for unused connections', async () => {
    const replica = await replicas.start();
    const { used } = await connections(replica);
    await askOn(used);
    const began = performance.now();
    await replica.stop();
    expect(performance.now() - began).toBeLessThan(5000);
    await eventually('the end of the connection', () => used.destroyed);
  });
});
