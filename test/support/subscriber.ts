import { createClient, type FormattedExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';
import { eventually } from './eventually.js';
import type { Data } from './graph.js';

const UPDATES = (fields: string) => `subscription ($providers: [CallProviderInput!], $callIds: [ID!]) {
  callUpdated(providers: $providers, callIds: $callIds) { ${fields} }
}`;

/** A client of graphql-ws that hears of calls. */
export class Subscriber {
  /** What it heard, oldest first. */
  readonly answers: FormattedExecutionResult<Data, unknown>[] = [];
  /** How it ended: "complete", the code with which the connection was closed, or errors. */
  end: unknown;
  private readonly sockets: WebSocket[] = [];
  private readonly client;

  constructor(url: string, query: string, variables: Data = {}) {
    const { sockets } = this;
    const Socket = class extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol);
        sockets.push(this);
      }
    };
    this.client = createClient({ url: url.replace('http:', 'ws:'), webSocketImpl: Socket, lazy: false, retryAttempts: 0, onNonLazyError: () => undefined });
    this.client.subscribe<Data>(
      { query, variables },
      { next: (answer) => this.answers.push(answer), complete: () => (this.end = 'complete'), error: (error) => (this.end = (error as { code?: number }).code ?? error) },
    );
  }

  /** Subscribed to callUpdated. */
  static async toCalls(url: string, variables: Data = {}, fields = 'id status'): Promise<Subscriber> {
    const subscriber = new Subscriber(url, UPDATES(fields), variables);
    await subscriber.isHeard();
    return subscriber;
  }

  /** The calls it was told of. */
  get calls(): Data[] {
    return this.answers.map(({ data, errors }) => (data?.['callUpdated'] as Data | null | undefined) ?? { errors });
  }

  /** Waits until it has heard so much, and says what. */
  hears(count: number): Promise<Data[]> {
    return eventually(`${count} changes`, () => this.calls, (calls) => calls.length >= count);
  }

  /** Waits until it has ended, and says how. */
  ends(): Promise<unknown> {
    return eventually('the end', () => this.end);
  }

  close(): void {
    void this.client.dispose();
  }

  /** Goes away without a word. */
  vanish(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  /** One socket is served in order: once a later request is refused, the subscription stands. */
  async isHeard(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.client.subscribe({ query: UPDATES('id'), variables: { callIds: ['none'] } }, { next: () => undefined, complete: resolve, error: () => resolve() });
    });
  }
}
