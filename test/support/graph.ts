import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { Simulators } from '../../src/simulators/index.js';
import { type GraphQLAnswer, type Switchboard, useSwitchboard } from './switchboard.js';

export type Data = Record<string, unknown>;

/** What was answered, with data of the shape that the test expects. */
export interface Answer<T = Data> {
  readonly status: number;
  readonly data: T;
  readonly errors?: GraphQLAnswer['errors'];
}

/** A Switchboard before its simulated providers, to be asked in one line. */
export interface Graph {
  readonly simulators: Simulators;
  readonly switchboard: Switchboard;
  /** Everything that was answered. */
  ask<T = Data>(query: string, variables?: Data): Promise<Answer<T>>;
  /** The data of a query that is expected to go well. */
  data<T = Data>(query: string, variables?: Data): Promise<T>;
}

/** For each test file one Switchboard before its own simulated providers. */
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

/** The data of a typed document, as a TypeScript client gets it, of an operation that is expected to go well. */
export function run<Result, Variables extends object>(graph: Pick<Graph, 'data'>, document: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Result> {
  return graph.data<Result>(print(document), variables as Data);
}

/** The codes of the errors in an answer. */
export function codesIn({ errors }: Answer<unknown>): unknown[] {
  return (errors ?? []).map(({ extensions }) => extensions['code']);
}
