import type { Server } from 'node:http';
import {
  createSourceEventStream,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { GraphContext } from '../graph/context.js';

export interface SubscriptionParts {
  readonly schema: GraphQLSchema;
  readonly createContext: (signal: AbortSignal) => GraphContext;
  readonly introspection: boolean;
  readonly maxTokens: number;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

const MAX_MESSAGE_BYTES = 256 * 1024;

/** Serves the graphql-transport-ws protocol on the GraphQL path. Returns what ends it: clients are told to go. */
export function serveSubscriptions(server: Server, path: string, { schema, createContext, introspection, maxTokens, formatError }: SubscriptionParts): () => Promise<void> {
  const sockets = new WebSocketServer({ server, path, maxPayload: MAX_MESSAGE_BYTES });
  const format = (errors: readonly GraphQLError[]) => errors.map((error) => formatError(error.toJSON(), error));
  const fresh = () => createContext(new AbortController().signal);
  const { dispose } = useServer(
    {
      schema,
      context: fresh,
      parse: (source, options) => parse(source, { ...options, maxTokens }),
      validate: (of, document, rules = specifiedRules, options) =>
        validate(of, document, introspection ? rules : [...rules, NoSchemaIntrospectionCustomRule], options),
      // An operation's loaders and deadline are for one answer: each change gets its own.
      subscribe: (args) => eachAnswered(args, fresh),
      onNext: (_context, _id, _payload, _args, result) => (result.errors ? { ...result, errors: format(result.errors) } : undefined),
      onError: (_context, _id, _payload, errors) => errors.map((error) => formatError('toJSON' in error ? error.toJSON() : error, error)),
    },
    sockets,
  );
  return async () => {
    await dispose();
  };
}

async function eachAnswered(args: ExecutionArgs, fresh: () => GraphContext): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const changes: AsyncIterator<unknown> = source[Symbol.asyncIterator]();
  // No generator: its return() would wait for a change that may never come.
  const answers: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const change = await changes.next();
      if (change.done) return { value: undefined, done: true };
      return { value: await execute({ ...args, rootValue: change.value, contextValue: fresh() }), done: false };
    },
    async return() {
      await changes.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => answers,
  };
  return answers;
}
