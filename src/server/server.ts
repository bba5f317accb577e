import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import cors from '@fastify/cors';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify, { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { Caller } from '../access/caller.js';
import { CallerShares } from '../access/caller-shares.js';
import type { CheckCaller } from '../access/token-check.js';
import type { CreateContext } from '../graph/context.js';
import { errorFormatter } from '../graph/format-error.js';
import { OperationScopes } from '../graph/access/operation-scopes.js';
import { CostEstimator, refuseIfTooCostly } from '../graph/cost/operation-cost.js';
import { asGateway, Executor } from '../graph/execution/executor.js';
import { operationRules } from '../graph/operation-rules.js';
import type { ConnectedAccount } from '../providers/provider.js';
import type { Metrics } from '../telemetry/metrics.js';
import { Operation } from '../telemetry/operation.js';
import { OperationReport } from '../telemetry/operation-report.js';
import type { Traces } from '../telemetry/traces.js';
import { OPERATION_ENDED } from '../upstream/time-limit.js';
import { DocumentStore } from './document-store.js';
import { type EventParts, serveEvents } from './events.js';
import { onResponseEnd } from './response-end.js';
import { serveGraphiql } from './graphiql.js';
import { allowHosts } from './hosts.js';
import { serveMetrics } from './metrics.js';
import { OperationRoom } from './operation-room.js';
import { operationPlugin, type ServerContext } from './operation-plugin.js';
import { landingPage } from './landing-page.js';
import { allowOrigins } from './origins.js';
import { acceptJson } from './json-body.js';
import { type RecordingParts, serveRecordings } from './recordings.js';
import { answerErrors, errorBody, refuseForeignHosts } from './refusals.js';
import { requestIdIn, wantsFresh } from './request-headers.js';
import { shutDown, unusedConnections } from './shutdown.js';
import { answerWithin, requestWithin } from './slow-clients.js';
import { acceptDocumentIds, documentsByHash, notTrusted, trustOnly, trustPlugin } from './trust.js';
import { written } from './written-answer.js';
import { serveSubscriptions } from './subscriptions.js';
import { UnreadAnswers } from './unread-answers.js';

export interface ServerParts {
  readonly config: Config;
  readonly schema: GraphQLSchema;
  readonly createContext: CreateContext;
  /** Whether the store can be written. */
  readonly isReady: () => Promise<boolean>;
  /** Whether the shared cache answers. Null without one. */
  readonly sharedCacheAnswers: (() => Promise<boolean>) | null;
  readonly events: EventParts;
  readonly recordings: RecordingParts;
  readonly checkCaller: CheckCaller;
  readonly accounts: readonly ConnectedAccount[];
  readonly metrics: Metrics;
  readonly traces: Traces;
  readonly log: Logger;
}

const PATH = '/graphql';
/**
 * Requests per connection. Further ones get a 503. Otherwise a client could send thousands at once and delay all
 * other clients. The last response tells the client to open a new connection.
 */
const MAX_REQUESTS_PER_CONNECTION = 200;
/** Longer than routers and proxies keep idle connections, so that the server never closes them first. */
const KEEP_ALIVE_MS = 75_000;
const MAX_BODY_BYTES = 1024 * 1024;
/** The token of a link to a recording has the recording's id. */
const MAX_PARAMETER_LENGTH = 2000;
const MAX_TOKENS = 20_000;
/** GraphQL.js keeps them with the document, and does not count them as tokens. */
const MAX_COMMENTS = 1000;
/** Many clients may reconnect at once. With Node's default backlog the system would drop some of them. */
const BACKLOG = 4096;
/** GraphQL.js adds one error that says that there are more. */
const MAX_ERRORS = 19;
/** An operation may send this many times its estimated limit: retries and sparse lists need more requests. */
const REQUEST_LIMIT_FACTOR = 2;

/** Serves GraphQL at /graphql, health at /health/live and /health/ready, and metrics at /metrics. */
export async function startServer({ config, schema, checkCaller, createContext, isReady, sharedCacheAnswers, events, recordings, accounts, metrics, traces, log }: ServerParts): Promise<{ url: string; close(): Promise<void> }> {
  const logger: FastifyBaseLogger = log;
  const fastify = Fastify({
    // Requests are not logged, because URLs and queries may contain personal data.
    logController: new LogController({ disableRequestLogging: true }),
    loggerInstance: logger,
    frameworkErrors: (_error, _request, reply) => {
      void (reply as FastifyReply).status(400).send(errorBody('The URL of this request is invalid.', 'BAD_REQUEST'));
    },
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxRequestsPerSocket: MAX_REQUESTS_PER_CONNECTION,
    // Idle connections must not keep the process from ending.
    forceCloseConnections: 'idle',
    // Requests that arrive during the shutdown are answered normally.
    return503OnClosing: false,
    genReqId: ({ headers }) => requestIdIn(headers) ?? randomUUID(),
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    ...requestWithin(config.clients.socketTimeoutMs),
  });
  answerErrors(fastify, log);
  acceptJson(fastify);
  const unread = new UnreadAnswers(config.clients.maxUnreadBytes);
  answerWithin(fastify, config.clients.socketTimeoutMs, unread);
  let isClosing = false;
  // At shutdown, connections close after their response, because keep-alive would keep the process running.
  fastify.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
  const unused = unusedConnections(fastify.server);
  fastify.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  const isAllowedHost = allowHosts(config.allowedHosts);
  refuseForeignHosts(fastify, isAllowedHost);
  const isAllowedOrigin = allowOrigins(config.corsOrigins, config.introspection);
  await fastify.register(cors, { origin: (origin, done) => done(null, origin !== undefined && isAllowedOrigin(origin)), methods: ['GET', 'HEAD', 'POST'], exposedHeaders: ['x-request-id', 'retry-after', 'www-authenticate', 'accept-ranges', 'content-range'] });
  const check = trustOnly(config.trustedDocuments);
  const hasUnknownDocument = config.trustedDocuments ? acceptDocumentIds(fastify, config.trustedDocuments) : () => false;
  const rules = operationRules(config.limits);
  const estimator = new CostEstimator(schema, accounts);
  const shares = new CallerShares(config.callers, () => Date.now());
  const scopes = new OperationScopes(schema);
  const formatError = errorFormatter(log);
  const report = new OperationReport(accounts, metrics, log);
  const { maxAnswerBytes } = config.clients;
  const beginOperation = (id: string, headers: IncomingHttpHeaders, caller: Caller) => new Operation(id, traces.begin(headers), config.limits.requests * REQUEST_LIMIT_FACTOR, shares.of(caller));
  const executor = new Executor(schema, (by) => metrics.operationExecuted(by));
  const parseOptions = { maxTokens: MAX_TOKENS, maxComments: MAX_COMMENTS };
  const apollo = new ApolloServer<ServerContext>({
    gateway: asGateway(schema, executor),
    introspection: config.introspection,
    // main.ts shuts the process down.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !config.introspection,
    formatError,
    stringifyResult: written,
    logger: log,
    parseOptions,
    documentStore: new DocumentStore(),
    validationOptions: { maxErrors: MAX_ERRORS, hideSuggestions: !config.introspection },
    validationRules: rules,
    ...(config.trustedDocuments && { persistedQueries: { cache: documentsByHash(config.trustedDocuments) } }),
    plugins: [
      trustPlugin(check),
      operationPlugin({ estimator, scopes, limit: config.limits, maxAnswerBytes, room: new OperationRoom(config.limits), formatError, report }),
      config.introspection ? landingPage() : ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      // Disabled because it runs for every field and this schema sets no cache policy.
      ApolloServerPluginCacheControlDisabled(),
      fastifyApolloDrainPlugin(fastify),
    ],
  });
  await apollo.start();
  await fastify.register(fastifyApollo(apollo), {
    path: PATH,
    context: async (request: FastifyRequest, reply: FastifyReply) => {
      const { id, headers } = request;
      const caller = await checkCaller(headers.authorization);
      if (hasUnknownDocument(request)) throw notTrusted();
      const operationEnded = ended(request, reply);
      shares.of(caller)?.beginOperation(operationEnded);
      const operation = beginOperation(id, headers, caller);
      const context = createContext({ ended: operationEnded, isFresh: wantsFresh(headers), origin: operation, caller });
      return { ...context, operation, reportsUpstream: config.upstreamTrace && headers['x-upstream-trace'] === '1' };
    },
  });
  if (config.introspection) {
    fastify.get('/', async (_request, reply) => reply.redirect(PATH));
    serveGraphiql(fastify, PATH);
  }
  fastify.get('/health/live', async () => ({ status: 'live' }));
  // Queries work without the store, but placing and following calls does not.
  fastify.get('/health/ready', async (_request, reply) => {
    // Without the shared cache everything works, but costs more requests to providers.
    const [ready, answers] = await Promise.all([isReady(), sharedCacheAnswers?.()]);
    const sharedCache = answers === undefined ? {} : { sharedCache: answers ? 'up' : 'down' };
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'the store is down', ...sharedCache });
  });
  serveMetrics(fastify, config.metrics, metrics);
  await serveEvents(fastify, events);
  serveRecordings(fastify, recordings);
  const endSubscriptions = serveSubscriptions(fastify.server, PATH, {
    schema,
    limits: config.clients,
    createContext,
    beginOperation: ({ headers }, caller) => beginOperation(requestIdIn(headers) ?? randomUUID(), headers, caller),
    shares,
    report,
    unread,
    executor,
    room: new OperationRoom(config.limits),
    costOf: (operation, caller) => estimator.costOf(operation, caller),
    introspection: config.introspection,
    isAllowedHost,
    isAllowedOrigin,
    check,
    parseOptions,
    maxErrors: MAX_ERRORS,
    rules,
    refuse: (operation, caller) => {
      const forbidden = scopes.refusalOf(operation, caller);
      if (forbidden) throw forbidden;
      refuseIfTooCostly(estimator.costOf(operation, caller), config.limits);
    },
    checkCaller,
    formatError,
    log,
  });
  const url = await fastify.listen({ host: config.host, port: config.port, backlog: BACKLOG });
  return {
    url: url + PATH,
    async close() {
      isClosing = true;
      await shutDown(fastify, unused, endSubscriptions, config.operationTimeoutMs);
    },
  };
}

/** Aborts when the response was sent or the connection closed. */
function ended(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  onResponseEnd(request, reply, () => controller.abort(OPERATION_ENDED));
  return controller.signal;
}
