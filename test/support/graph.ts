import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { Simulators } from '../../src/simulators/index.js';
import { type GraphQLAnswer, type Switchboard, useSwitchboard } from './switchboard.js';

export type Data = Record<string, unknown>;

/** An answer, with data of the type that the test expects. */
export interface Answer<T = Data> {
  readonly status: number;
  readonly data: T;
  readonly errors?: GraphQLAnswer['errors'];
}

/** A Switchboard with its simulated providers, and shortcuts for queries. */
export interface Graph {
  readonly simulators: Simulators;
  readonly switchboard: Switchboard;
  /** The whole answer. */
  ask<T = Data>(query: string, variables?: Data): Promise<Answer<T>>;
  /** The data of a query that must succeed. */
  data<T = Data>(query: string, variables?: Data): Promise<T>;
}

/** One Switchboard with its own simulated providers per test file. */
export function useGraph(options?: Parameters<typeof useSwitchboard>[0]): Graph {
  const parts = useSwitchboard(options);
  return {
    get simulators() {
      return parts.simulators;
    },
    get switchboard() {
      return parts.switchboard;
    },
    ask: (query, variables) => parts.switchboard.query(query, variables),
    data: (query, variables) => parts.switchboard.data(query, variables),
  };
}

/** The data of a typed document, as in a TypeScript client. The operation must succeed. */
export function run<Result, Variables extends object>(graph: Pick<Graph, 'data'>, document: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Result> {
  return graph.data<Result>(print(document), variables as Data);
}

/** The error codes of an answer. */
export function codesIn({ errors }: Answer<unknown>): unknown[] {
  return (errors ?? []).map(({ extensions }) => extensions['code']);
}
