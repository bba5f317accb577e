import { type Client, createClient } from 'graphql-ws';
import { Store } from './store';

/** The state of the WebSocket: `refused` means that the token is missing or not accepted, so that no retry helps. */
export type LineState = 'connecting' | 'up' | 'down' | 'refused';

export interface Line {
  readonly client: Client;
  readonly state: Store<LineState>;
  close(): void;
}

/** Close codes of graphql-ws for a missing token and for one that is not accepted. */
const REFUSALS = [4401, 4403];
const NORMAL = 1000;
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;
const LONGEST_WAIT_MS = 10_000;

/** The WebSocket for subscriptions. It is opened for the first of them, and opened again for as long as there is one. */
export function openLine(url: string, token: string | null): Line {
  const state = new Store<LineState>('connecting');
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    connectionParams: token === null ? {} : { authorization: `Bearer ${token}` },
    keepAlive: PING_EVERY_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: (event) => !isRefusal(event),
    retryWait: (retries) => pause(Math.min(LONGEST_WAIT_MS, 500 * 2 ** retries)),
    on: {
      connected: () => state.set('up'),
      closed: (event) => {
        clearTimeout(pongTimer);
        if (isRefusal(event)) state.set('refused');
        else if (!isOwn(event)) state.set('down');
      },
      // A line that broke without a word: nobody closes it, and nothing comes.
      ping: (isReceived) => {
        if (!isReceived) pongTimer = setTimeout(() => client.terminate(), PONG_WITHIN_MS);
      },
      pong: () => clearTimeout(pongTimer),
    },
  });
  const goOffline = () => client.terminate();
  window.addEventListener('offline', goOffline);
  return {
    client,
    state,
    close() {
      window.removeEventListener('offline', goOffline);
      void client.dispose();
    },
  };
}

function isRefusal(event: unknown): boolean {
  return event instanceof CloseEvent && REFUSALS.includes(event.code);
}

/** Closed by the client, because nothing is subscribed to. */
function isOwn(event: unknown): boolean {
  return event instanceof CloseEvent && event.code === NORMAL;
}

/** Waits so long, with some jitter, or until the browser is online again. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds * (0.5 + Math.random() / 2));
    window.addEventListener('online', end);
  });
}
