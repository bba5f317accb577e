import type { IncomingHttpHeaders, Server } from 'node:http';
import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { CreateContext, GraphContext } from '../graph/context.js';
import type { OperationToReckon } from '../graph/operation-cost.js';

export interface SubscriptionParts {
  readonly schema: GraphQLSchema;
  readonly createContext: CreateContext;
  readonly introspection: boolean;
  readonly maxTokens: number;
  readonly rules: readonly ValidationRule[];
  /** @throws GraphQLError */
  readonly refuseIfTooDear: (operation: OperationToReckon) => void;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

const MAX_MESSAGE_BYTES = 256 * 1024;
const GOODBYE_MS = 2000;

/** Serves the graphql-transport-ws protocol on the GraphQL path. Returns what ends it: clients are told to go. */
export function serveSubscriptions(server: Server, path: string, parts: SubscriptionParts): () => Promise<void> {
  const { schema, createContext, introspection, formatError } = parts;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  server.on('upgrade', (request, socket, head) => {
    const isOurs = new URL(request.url ?? '/', 'http://localhost').pathname === path;
    if (!isOurs) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    else if (!isAllowedOrigin(request.headers, introspection)) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  });
  const format = (errors: readonly GraphQLError[]) => errors.map((error) => formatError(error.toJSON(), error));
  const fresh = () => createContext({ gone: new AbortController().signal, isFresh: false });
  const { dispose } = useServer(
    {
      context: fresh,
      // Whatever is wrong with an operation ends that operation, and not the connection of the others.
      onSubscribe: (_context, _id, { query, variables, operationName }) => {
        const read = readOperation(query, { operationName, variables }, parts);
        return 'kind' in read ? { schema, document: read, variableValues: variables, operationName, contextValue: fresh() } : read;
      },
      // An operation's loaders and deadline are for one answer: each change gets its own.
      subscribe: (args) => eachAnswered(args, fresh),
      onNext: (_context, _id, _payload, _args, result) => (result.errors ? { ...result, errors: format(result.errors) } : undefined),
      onError: (_context, _id, _payload, errors) => errors.map((error) => formatError('toJSON' in error ? error.toJSON() : error, error)),
    },
    sockets,
  );
  return async () => {
    // Clients are told to go; one that doesn't listen is not waited for.
    const impatience = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), GOODBYE_MS);
    await dispose();
    clearTimeout(impatience);
  };
}

/** The document of a subscription, or what is wrong with it. Queries and mutations belong on HTTP, where browsers keep other sites out. */
function readOperation(
  query: string,
  { operationName, variables }: Omit<OperationToReckon, 'document'>,
  { schema, maxTokens, introspection, rules: ownRules, refuseIfTooDear }: SubscriptionParts,
): DocumentNode | GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens });
  } catch (error) {
    return [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
  }
  if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) {
    return [new GraphQLError('Only subscriptions are served here; send queries and mutations over HTTP.', { extensions: { code: 'BAD_REQUEST' } })];
  }
  const rules = [...specifiedRules, ...ownRules, ...(introspection ? [] : [NoSchemaIntrospectionCustomRule])];
  const problems = validate(schema, document, rules);
  if (problems.length > 0) return problems.map((problem) => coded(problem, 'GRAPHQL_VALIDATION_FAILED'));
  try {
    refuseIfTooDear({ document, operationName, variables });
    return document;
  } catch (error) {
    return [error as GraphQLError];
  }
}

/** The codes that the same mistakes have over HTTP. */
function coded(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, { nodes: error.nodes ?? null, source: error.source ?? null, positions: error.positions ?? null, extensions: { code } });
}

/** A browser says which site opened the connection; other programs say nothing. Apollo Sandbox may where the schema may be explored. */
function isAllowedOrigin({ origin, host }: IncomingHttpHeaders, introspection: boolean): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  return from.host === host || (introspection && (from.hostname === 'apollographql.com' || from.hostname.endsWith('.apollographql.com')));
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
