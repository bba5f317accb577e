import type { IncomingMessage, Server } from 'node:http';
import { type DocumentNode, type ExecutionArgs, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { Caller } from '../access/caller.js';
import type { CallerShare } from '../access/caller-share.js';
import type { CallerShares } from '../access/caller-shares.js';
import type { CheckCaller } from '../access/token-check.js';
import type { Config } from '../config/config.js';
import type { CreateContext } from '../graph/context.js';
import type { Executor } from '../graph/execution/executor.js';
import type { FormatError } from '../graph/format-error.js';
import { Urgency } from '../upstream/upstream-context.js';
import type { Operation } from '../telemetry/operation.js';
import type { OperationReport } from '../telemetry/operation-report.js';
import type { OperationCost, OperationToEstimate } from '../graph/cost/operation-cost.js';
import { deliver, SocketAnswers } from './deliveries.js';
import { documentSize } from './document-size.js';
import { type OpenedSocket, serveGraphqlSockets } from './graphql-sockets.js';
import { MemoryBudget } from './memory-budget.js';
import { type ReadingParts, readSubscription } from './read-subscription.js';
import { authorizationIn, closeAtExpiry, recheck, refuseSocket } from './socket-access.js';
import { Strangers } from './strangers.js';
import type { OperationRoom } from './operation-room.js';
import { closeUnread } from './slow-clients.js';
import type { UnreadAnswers } from './unread-answers.js';
import { serveUpgrades, type UpgradeParts } from './upgrades.js';

export interface SubscriptionParts extends ReadingParts, Omit<UpgradeParts, 'makeRoom' | 'maxSockets'> {
  readonly limits: Config['clients'];
  readonly createContext: CreateContext;
  readonly checkCaller: CheckCaller;
  /** Starts an operation for reports. `request` is the one that opened the socket. */
  readonly beginOperation: (request: IncomingMessage, caller: Caller) => Operation;
  readonly shares: CallerShares;
  readonly report: OperationReport;
  readonly unread: UnreadAnswers;
  readonly executor: Executor;
  /** For large responses. */
  readonly room: OperationRoom;
  /** The cost of one response. */
  readonly costOf: (operation: OperationToEstimate, caller: Caller) => OperationCost | null;
  readonly formatError: FormatError;
  readonly log: Logger;
}

/** What is known of an open socket. */
interface SocketState {
  answers: SocketAnswers;
  caller: Caller;
}

interface DeliveredArgs extends ExecutionArgs {
  readonly answers: SocketAnswers;
  readonly held: number;
  readonly cost: OperationCost | null;
}

const MAX_MESSAGE_BYTES = 256 * 1024;
/** A message may come in parts. Each takes memory of its own until the message is whole. Most clients send one. */
const MAX_PARTS = 128;
/** Each part may come in packets, which take memory in the same way. */
const MAX_PACKETS = 1024;
/** A client that does not confirm that the socket is closed is not waited for, because the socket counts until then. */
const CLOSE_TIMEOUT_MS = 1000;
/** What the subscriptions of a process, of one caller, and of one socket may hold, in bytes: above all their documents and variables. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;
const MAX_HELD_BYTES_OF_CALLER = 16 * 1024 * 1024;
const MAX_HELD_BYTES_OF_SOCKET = 6 * 1024 * 1024;
/** What a subscription takes apart from them, as measured. */
const BYTES_PER_SUBSCRIPTION = 9 * 1024;
/** What a value in a variable takes, apart from its characters. */
const BYTES_PER_VALUE = 16;
const BYTES_PER_CHARACTER = 2;
/** Limited because every response repeats the id. */
const MAX_ID_LENGTH = 200;

/** Serves the graphql-transport-ws protocol on the GraphQL path. Returns a function that closes all sockets. */
export function serveSubscriptions(server: Server, path: string, parts: SubscriptionParts): () => Promise<void> {
  const { limits, createContext, checkCaller, shares, beginOperation, report, unread, executor, room, formatError, log } = parts;
  const { maxAnswerBytes } = limits;
  // A variable, because the library's types do not have all of them yet.
  const options = { noServer: true, maxPayload: MAX_MESSAGE_BYTES, maxFragments: MAX_PARTS, maxBufferedChunks: MAX_PACKETS, closeTimeout: CLOSE_TIMEOUT_MS };
  const sockets = new WebSocketServer(options);
  const strangers = new Strangers(sockets);
  const memory = new MemoryBudget(MAX_HELD_BYTES);
  const ofCallers = new WeakMap<CallerShare, MemoryBudget>();
  const memoryFor = (caller: Caller) => {
    const share = shares.of(caller);
    if (!share) return memory;
    const budget = ofCallers.get(share) ?? new MemoryBudget(MAX_HELD_BYTES_OF_CALLER, memory);
    ofCallers.set(share, budget);
    return budget;
  };
  serveUpgrades(server, path, sockets, { ...parts, maxSockets: limits.maxSockets, makeRoom: () => strangers.closeOldest() });
  const stopWatching = closeUnread(sockets, limits.socketTimeoutMs);
  const format = (errors: readonly GraphQLError[]) => errors.map((error) => formatError(error.toJSON(), error));
  const answersFor = (opened: OpenedSocket & Partial<SocketState>) => {
    if (opened.answers) return opened.answers;
    const answers = new SocketAnswers(new MemoryBudget(MAX_HELD_BYTES_OF_SOCKET, memoryFor(callerOf(opened))), (ended) => {
      const caller = callerOf(opened);
      const operation = beginOperation(opened.request, caller);
      return { operation, context: createContext({ ended, isFresh: false, urgency: Urgency.WALK, origin: operation, caller }) };
    });
    opened.socket.once('close', () => answers.endAll());
    opened.answers = answers;
    return answers;
  };
  const end = serveGraphqlSockets<SocketState>(
    sockets,
    {
      onConnect: async ({ extra, connectionParams }) => {
        try {
          const check = () => checkCaller(authorizationIn(connectionParams) ?? extra.request.headers.authorization);
          extra.caller = await check();
          // It may have been closed in the meantime.
          if (extra.socket.readyState === extra.socket.CLOSED) return false;
          const closed = shares.of(extra.caller)?.openSocket();
          if (closed) extra.socket.once('close', closed);
          if (extra.caller.identity) recheck(extra.socket, check);
        } catch (error) {
          return refuseSocket(extra.socket, error);
        }
        strangers.admit(extra.socket);
        closeAtExpiry(extra.socket, extra.caller);
        return true;
      },
      // An error ends only its operation, not the connection with the client's other operations.
      onSubscribe: ({ extra }, id, { query, variables, operationName }) => {
        const began = performance.now();
        const answers = answersFor(extra);
        const read = refusalOf(id, answers, limits) ?? readSubscription(query, { operationName, variables }, callerOf(extra), parts);
        const held = 'kind' in read ? heldBytes(read, variables) : 0;
        const accepted = 'kind' in read && !answers.memory.take(held) ? [tooManySubscriptions('The subscriptions of this connection, or of all connections, are too large together. Complete one, or retry later.')] : read;
        if (!('kind' in accepted)) {
          report.ended(beginOperation(extra.request, callerOf(extra)), { type: 'subscription', name: operationName ?? undefined, isRefused: true, errors: accepted, milliseconds: performance.now() - began });
          return accepted;
        }
        answers.subscriptions += 1;
        // Each response gets its own context.
        return { schema: parts.schema, document: accepted, variableValues: variables, operationName, contextValue: undefined, answers, held, cost: parts.costOf({ document: accepted, operationName, variables }, callerOf(extra)) };
      },
      subscribe: ({ answers, held = 0, cost = null, ...args }: ExecutionArgs & Partial<DeliveredArgs>) => deliver(args, { answers: answers as SocketAnswers, held, cost, executor, room, maxAnswerBytes, report }),
      onNext: (_context, _id, _payload, _args, result) => (result.errors ? { ...result, errors: format(result.errors) } : undefined),
      onError: (_context, _id, _payload, errors) => errors.map((error) => formatError('toJSON' in error ? error.toJSON() : error, error)),
    },
    unread,
    log,
  );
  return async () => {
    await end();
    stopWatching();
  };
}

/** Set before anything is subscribed to. */
function callerOf({ caller }: Partial<SocketState>): Caller {
  if (!caller) throw new Error('A socket has no caller.');
  return caller;
}

function refusalOf(id: string, { subscriptions }: SocketAnswers, { maxSubscriptions }: Config['clients']): readonly GraphQLError[] | null {
  if (id.length > MAX_ID_LENGTH) return [new GraphQLError(`The id of a subscription may have at most ${MAX_ID_LENGTH} characters.`, { extensions: { code: 'BAD_REQUEST' } })];
  if (subscriptions < maxSubscriptions) return null;
  return [tooManySubscriptions(`A connection may have at most ${maxSubscriptions} subscriptions. Complete one, or open another connection.`)];
}

function tooManySubscriptions(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } });
}

/** About how much memory a subscription takes as long as it is open. */
function heldBytes(document: DocumentNode, variables: unknown): number {
  const written = JSON.stringify(variables ?? null);
  // Each value follows one of these, so that there are no more.
  const values = written.split(/[,:[]/).length;
  return BYTES_PER_SUBSCRIPTION + documentSize(document) + values * BYTES_PER_VALUE + written.length * BYTES_PER_CHARACTER;
}
