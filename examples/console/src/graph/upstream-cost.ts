import { ApolloLink } from '@apollo/client';
import { map } from 'rxjs';
import type { Store } from './store';

/** What an operation cost: the requests that Switchboard sent to each provider for it. */
export interface OperationCost {
  readonly number: number;
  readonly name: string;
  readonly milliseconds: number;
  readonly upstream: Readonly<Record<string, number>>;
}

const KEPT = 20;

/** Asks for the cost of each operation, and keeps that of the last ones. */
export function measureCost(costs: Store<readonly OperationCost[]>): ApolloLink {
  return new ApolloLink((operation, forward) => {
    operation.setContext(({ headers }) => ({ headers: { ...(headers as object), 'x-upstream-trace': '1' } }));
    const began = performance.now();
    return forward(operation).pipe(
      map((result) => {
        const upstream = result.extensions?.['upstream'] as OperationCost['upstream'] | undefined;
        if (upstream) {
          const [last] = costs.get();
          const cost = { number: (last?.number ?? 0) + 1, name: operation.operationName ?? '', milliseconds: Math.round(performance.now() - began), upstream };
          costs.set([cost, ...costs.get()].slice(0, KEPT));
        }
        return result;
      }),
    );
  });
}
