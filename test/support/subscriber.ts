import { createClient, type FormattedExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';
import { eventually } from './eventually.js';
import type { Data } from './graph.js';

const UPDATES = (fields: string) => `subscription ($providers: [CallProviderInput!], $callIds: [ID!], $providerAccounts: [String!]) {
  callUpdated(providers: $providers, callIds: $callIds, providerAccounts: $providerAccounts) { ${fields} }
}`;

/** A graphql-ws client that subscribes to call updates. */
export class Subscriber {
  /** The received changes, oldest first. */
  readonly answers: FormattedExecutionResult<Data, unknown>[] = [];
  /** How it ended: "complete", the close code of the connection, or errors. */
  end: unknown;
  private readonly sockets: WebSocket[] = [];
  private readonly client;

  /** `connectionParams`: the payload of connection_init. */
  constructor(url: string, query: string, variables: Data = {}, connectionParams: Data = {}) {
    const { sockets } = this;
    const Socket = class extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol);
        sockets.push(this);
      }
    };
    this.client = createClient({ url: url.replace('http:', 'ws:'), webSocketImpl: Socket, lazy: false, retryAttempts: 0, connectionParams, onNonLazyError: () => undefined });
    this.client.subscribe<Data>(
      { query, variables },
      { next: (answer) => this.answers.push(answer), complete: () => (this.end = 'complete'), error: (error) => (this.end = (error as { code?: number }).code ?? error) },
    );
  }

  /** Subscribes to callUpdated. */
  static async toCalls(url: string, variables: Data = {}, fields = 'id status'): Promise<Subscriber> {
    const subscriber = new Subscriber(url, UPDATES(fields), variables);
    await subscriber.isHeard();
    return subscriber;
  }

  /** The received calls. */
  get calls(): Data[] {
    return this.answers.map(({ data, errors }) => (data?.['callUpdated'] as Data | null | undefined) ?? { errors });
  }

  /** Waits for this many changes, and returns them. */
  hears(count: number): Promise<Data[]> {
    return eventually(`${count} changes`, () => this.calls, (calls) => calls.length >= count);
  }

  /** Waits for the end, and returns how it ended. */
  ends(): Promise<unknown> {
    return eventually('the end', () => this.end);
  }

  close(): void {
    void this.client.dispose();
  }

  /** Disconnects without a close message. */
  vanish(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  /** A socket is served in order: once a later request is refused, the subscription is active. */
  async isHeard(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.client.subscribe({ query: UPDATES('id'), variables: { callIds: ['none'] } }, { next: () => undefined, complete: resolve, error: () => resolve() });
    });
  }
}
