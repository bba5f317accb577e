import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Data } from './graph.js';

/** The answer, for a client that stayed. */
export interface Answered {
  data?: any;
  errors?: { extensions: Data }[];
}

/** A client that can disconnect before the answer. */
export interface LeavingClient {
  leave(): void;
  readonly answer: Promise<Answered | 'left'>;
}

/** Uses a separate connection that ends when the client disconnects. `fetch` would open the next connection at once. */
export function askUntilLeaving({ url }: { readonly url: string }, query: string, variables: Data = {}): LeavingClient {
  let hasLeft = false;
  const asked = request(url, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } });
  const answer = new Promise<Answered | 'left'>((resolve, reject) => {
    asked.once('response', (response) => void (json(response) as Promise<Answered>).then(resolve, reject));
    asked.once('error', (error) => (hasLeft ? resolve('left') : reject(error)));
  });
  asked.end(JSON.stringify({ query, variables }));
  return {
    answer,
    leave() {
      hasLeft = true;
      asked.destroy(new Error('The client left.'));
    },
  };
}
