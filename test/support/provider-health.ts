import type { Graph } from './graph.js';

/** The health of a provider according to the graph. */
export interface ToldHealth {
  readonly status: string;
  readonly breaker: string;
  readonly retryAfter: string | null;
  readonly lastFailure: string | null;
  readonly budget: { readonly limit: number; readonly windowSeconds: number; readonly left: number; readonly resetsAt: string | null } | null;
}

const QUERY = '{ providers { name health { status breaker retryAfter lastFailure budget { limit windowSeconds left resetsAt } } } }';

export async function healthOf(graph: Pick<Graph, 'data'>, provider: string): Promise<ToldHealth> {
  const { providers } = await graph.data<{ providers: { name: string; health: ToldHealth }[] }>(QUERY);
  const told = providers.find(({ name }) => name === provider);
  if (!told) throw new Error(`The graph tells nothing of ${provider}.`);
  return told.health;
}
