import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import type { Settings } from '../settings';
import { createCache } from './cache';
import { type Line, openLine } from './line';
import { Store } from './store';
import { idOf, inListedOrder } from './trusted-documents';
import { measureCost, type OperationCost } from './upstream-cost';

/** A Switchboard, as one caller sees it. */
export interface Connection {
  readonly client: ApolloClient;
  readonly line: Line;
  /** What the last operations cost upstream, newest first. */
  readonly costs: Store<readonly OperationCost[]>;
  close(): void;
}

/** Queries and mutations go over HTTP, by the ids of their trusted documents; subscriptions go over a WebSocket. */
export function connect({ switchboardUrl, showsCost }: Settings, token: string | null): Connection {
  const line = openLine(switchboardUrl.replace(/^http/, 'ws'), token);
  const costs = new Store<readonly OperationCost[]>([]);
  const overHttp = ApolloLink.from([
    ...(showsCost ? [measureCost(costs)] : []),
    // A Switchboard that does not know a document by its id is sent its text.
    new PersistedQueryLink({ generateHash: idOf }),
    new HttpLink({ uri: switchboardUrl, headers: token === null ? {} : { authorization: `Bearer ${token}` } }),
  ]);
  const client = new ApolloClient({
    cache: createCache(),
    documentTransform: inListedOrder,
    link: ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, new GraphQLWsLink(line.client), overHttp),
    defaultOptions: {
      // What one provider could not answer is an error beside the data of the others.
      watchQuery: { errorPolicy: 'all', fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' },
      query: { errorPolicy: 'all' },
      mutate: { errorPolicy: 'all' },
    },
  });
  return {
    client,
    line,
    costs,
    close() {
      line.close();
      client.stop();
    },
  };
}
