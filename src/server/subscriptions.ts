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
import type { TrustCheck } from './trust.js';
import type { OperationToReckon } from '../graph/cost/operation-cost.js';

export interface SubscriptionParts {
  readonly schema: GraphQLSchema;
  readonly createContext: CreateContext;
  readonly introspection: boolean;
  readonly isAllowedOrigin: (origin: string) => boolean;
  readonly check: TrustCheck;
  readonly maxTokens: number;
  readonly rules: readonly ValidationRule[];
  /** @throws GraphQLError */
  readonly refuseIfTooDear: (operation: OperationToReckon) => void;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** The answers that a client on one socket is given. Loaders and deadlines are for one answer: each change gets its own. */
class Answers {
  private readonly underWay = new Set<AbortController>();

  constructor(private readonly createContext: CreateContext) {}

  begin(): { readonly context: GraphContext; readonly end: () => void } {
    const controller = new AbortController();
    this.underWay.add(controller);
    const end = () => {
      this.underWay.delete(controller);
      controller.abort();
    };
    return { context: this.createContext({ ended: controller.signal, isFresh: false }), end };
  }

  /** The client has gone. */
  endAll(): void {
    for (const controller of this.underWay) controller.abort();
    this.underWay.clear();
  }
}

interface AnsweredArgs extends ExecutionArgs {
  readonly answers: Answers;
}

const MAX_MESSAGE_BYTES = 256 * 1024;
const GOODBYE_MS = 2000;

/** Serves the graphql-transport-ws protocol on the GraphQL path. Returns what ends it: clients are told to go. */
export function serveSubscriptions(server: Server, path: string, parts: SubscriptionParts): () => Promise<void> {
  const { schema, createContext, isAllowedOrigin, formatError } = parts;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  server.on('upgrade', (request, socket, head) => {
    // Whoever goes away in the middle of being refused must not take the process along.
    socket.on('error', () => socket.destroy());
    const isOurs = request.url?.split('?')[0] === path;
    if (!isOurs) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    else if (!mayConnect(request.headers, isAllowedOrigin)) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  });
  const format = (errors: readonly GraphQLError[]) => errors.map((error) => formatError(error.toJSON(), error));
  const { dispose } = useServer<Record<string, unknown>, { answers: Answers }>(
    {
      onConnect: ({ extra }) => {
        const answers = new Answers(createContext);
        extra.socket.once('close', () => answers.endAll());
        extra.answers = answers;
      },
      // Whatever is wrong with an operation ends that operation, and not the connection of the others.
      onSubscribe: ({ extra: { answers = new Answers(createContext) } }, _id, { query, variables, operationName }) => {
        const read = readOperation(query, { operationName, variables }, parts);
        if (!('kind' in read)) return read;
        return { schema, document: read, variableValues: variables, operationName, contextValue: answers.begin().context, answers };
      },
      subscribe: (args) => eachAnswered(args as AnsweredArgs),
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
  { schema, maxTokens, introspection, check, rules: ownRules, refuseIfTooDear }: SubscriptionParts,
): DocumentNode | GraphQLError[] {
  let document: DocumentNode;
  try {
    check(query);
  } catch (error) {
    return [error as GraphQLError];
  }
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

/** A browser says which site opened the connection; other programs say nothing. */
function mayConnect({ origin, host }: IncomingHttpHeaders, isAllowedOrigin: (origin: string) => boolean): boolean {
  if (origin === undefined) return true;
  return (URL.canParse(origin) && new URL(origin).host === host) || isAllowedOrigin(origin);
}

async function eachAnswered({ answers, ...args }: AnsweredArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const changes: AsyncIterator<unknown> = source[Symbol.asyncIterator]();
  // No generator: its return() would wait for a change that may never come.
  const answered: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const change = await changes.next();
      if (change.done) return { value: undefined, done: true };
      const { context, end } = answers.begin();
      try {
        return { value: await execute({ ...args, rootValue: change.value, contextValue: context }), done: false };
      } finally {
        end();
      }
    },
    async return() {
      await changes.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => answered,
  };
  return answered;
}
