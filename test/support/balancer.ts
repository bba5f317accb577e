import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';

/** Passes each connection on to the next of several processes, in turn. */
export class Balancer {
  private readonly server = createServer({ pauseOnConnect: true }, (client) => this.passOn(client));
  private readonly open = new Set<Socket>();
  private next = 0;

  /** `urls`: of the processes. They may change at any time. */
  constructor(private readonly urls: () => readonly string[]) {}

  async start(): Promise<this> {
    this.server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
    await once(this.server, 'listening');
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private passOn(client: Socket): void {
    const urls = this.urls();
    const process = connect(Number(new URL(urls[this.next++ % urls.length] ?? '').port), '127.0.0.1');
    for (const [one, other] of [[client, process], [process, client]] as const) {
      this.open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => this.open.delete(one));
      one.pipe(other);
    }
  }
}

/** The answer to a GraphQL query, over a connection of its own and with as little work as possible. */
export function askOverSocket(port: number, query: string): Promise<any> {
  const body = JSON.stringify({ query });
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (answer += text));
    socket.on('error', reject);
    socket.on('end', () => {
      const [, body = ''] = answer.split('\r\n\r\n');
      if (body === '') reject(new Error('The connection ended without an answer.'));
      else resolve(JSON.parse(body));
    });
    socket.write(`POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  });
}
