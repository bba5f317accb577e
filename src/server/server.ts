import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import cors from '@fastify/cors';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { LONGEST_EVENTS_TOKEN } from '../config/server-settings.js';
import type { CreateContext } from '../graph/context.js';
import { errorFormatter, shortened } from '../graph/format-error.js';
import { CostEstimator, refuseIfTooCostly } from '../graph/cost/operation-cost.js';
import { operationRules } from '../graph/operation-rules.js';
import type { ConnectedProvider } from '../providers/provider.js';
import type { Metrics } from '../telemetry/metrics.js';
import { Operation } from '../telemetry/operation.js';
import { OperationReport } from '../telemetry/operation-report.js';
import type { Traces } from '../telemetry/traces.js';
import { type EventParts, serveEvents } from './events.js';
import { serveGraphiql } from './graphiql.js';
import { allowHosts, type HostCheck } from './hosts.js';
import { operationPlugin, type ServerContext } from './operation-plugin.js';
import { landingPage } from './landing-page.js';
import { allowOrigins } from './origins.js';
import { acceptJson } from './json-body.js';
import { answerWithin, requestWithin } from './slow-clients.js';
import { acceptDocumentIds, documentsByHash, trustOnly, trustPlugin } from './trust.js';
import { serveSubscriptions } from './subscriptions.js';

export interface ServerParts {
  readonly config: Config;
  readonly schema: GraphQLSchema;
  readonly createContext: CreateContext;
  /** Whether what has to be written can be. */
  readonly isReady: () => Promise<boolean>;
  readonly events: EventParts;
  readonly providers: readonly ConnectedProvider[];
  readonly metrics: Metrics;
  readonly traces: Traces;
  readonly log: Logger;
}

const PATH = '/graphql';
/**
 * Requests that one connection may send; further ones are answered with 503. A client could otherwise send
 * thousands at once, and everybody else would wait. The last answer tells the client to open a new connection.
 */
const MOST_ON_ONE_CONNECTION = 200;
/** Longer than any router or proxy keeps its idle connections, so that it is never we who close them first. */
const KEEP_ALIVE_MS = 75_000;
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_TOKENS = 20_000;
/** Clients that all come back at once wait to be let in, where Node's own number would have the system drop them. */
const BACKLOG = 4096;
/** GraphQL.js adds one that says that there are more. */
const MOST_PROBLEMS = 19;
/** Retries, and lists that turn out sparse, need more requests than can be reckoned. */
const SPARE = 2;
/** Ids that a client or a proxy in front gives its requests; anything else could be anything. */
const REQUEST_ID = /^[\w.:-]{1,100}$/;
/** Requests under way may finish once the process is to end: they have their deadline, and then so long to be sent. */
const SENDING_MS = 1000;
/** A proxy may just be sending on a connection that it keeps: that is still answered, and only what is idle so long after is closed. */
const LEAVING_MS = 250;

/** Serves GraphQL at /graphql, health at /health/live and /health/ready, and metrics at /metrics. */
export async function startServer({ config, schema, createContext, isReady, events, providers, metrics, traces, log }: ServerParts): Promise<{ url: string; close(): Promise<void> }> {
  const logger: FastifyBaseLogger = log;
  const fastify = Fastify({
    // Addresses and queries may hold personal data: nothing of a request is logged.
    logController: new LogController({ disableRequestLogging: true }),
    loggerInstance: logger,
    frameworkErrors: (_error, _request, reply) => {
      void (reply as FastifyReply).status(400).send(body('This address can not be read.', 'BAD_REQUEST'));
    },
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxRequestsPerSocket: MOST_ON_ONE_CONNECTION,
    // Connections that nobody is using don't keep the process from ending.
    forceCloseConnections: 'idle',
    // What comes on a connection while the process ends is answered like anything else.
    return503OnClosing: false,
    genReqId: ({ headers }) => requestIdIn(headers) ?? randomUUID(),
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: LONGEST_EVENTS_TOKEN },
    ...requestWithin(config.clients.socketTimeoutMs),
  });
  answerErrors(fastify, log);
  acceptJson(fastify);
  answerWithin(fastify, config.clients.socketTimeoutMs);
  let isClosing = false;
  // A connection whose last answer is out would else be kept for the next request, and the process with it.
  fastify.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
  const unused = unusedConnections(fastify.server);
  fastify.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  const isAllowedHost = allowHosts(config.allowedHosts);
  refuseForeignHosts(fastify, isAllowedHost);
  const isAllowedOrigin = allowOrigins(config.corsOrigins, config.introspection);
  await fastify.register(cors, { origin: (origin, done) => done(null, origin !== undefined && isAllowedOrigin(origin)), methods: ['GET', 'POST'], exposedHeaders: ['x-request-id'] });
  const check = trustOnly(config.trustedDocuments);
  if (config.trustedDocuments) acceptDocumentIds(fastify, config.trustedDocuments);
  const rules = operationRules(config.limits);
  const estimator = new CostEstimator(schema, providers);
  const formatError = errorFormatter(log);
  const report = new OperationReport(providers.map(({ name }) => name), metrics, log);
  const { maxAnswerBytes } = config.clients;
  const beginOperation = (id: string, headers: IncomingHttpHeaders) => new Operation(id, traces.begin(headers), config.limits.requests * SPARE);
  const apollo = new ApolloServer<ServerContext>({
    schema,
    introspection: config.introspection,
    // The process ends in its own order, see main.ts.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !config.introspection,
    formatError,
    logger: log,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationOptions: { maxErrors: MOST_PROBLEMS, hideSuggestions: !config.introspection },
    validationRules: rules,
    ...(config.trustedDocuments && { persistedQueries: { cache: documentsByHash(config.trustedDocuments) } }),
    plugins: [
      trustPlugin(check),
      operationPlugin({ estimator, limit: config.limits, maxAnswerBytes, formatError, report }),
      config.introspection ? landingPage() : ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      // It would be called for every field, and nothing here sets a policy.
      ApolloServerPluginCacheControlDisabled(),
      fastifyApolloDrainPlugin(fastify),
    ],
  });
  await apollo.start();
  await fastify.register(fastifyApollo(apollo), {
    path: PATH,
    context: async ({ id, headers }: FastifyRequest, reply: FastifyReply) => {
      const operation = beginOperation(id, headers);
      const context = createContext({ ended: ended(reply), isFresh: wantsFresh(headers), origin: operation });
      return { ...context, operation, tellsUpstream: config.upstreamTrace && headers['x-upstream-trace'] === '1' };
    },
  });
  if (config.introspection) {
    fastify.get('/', async (_request, reply) => reply.redirect(PATH));
    serveGraphiql(fastify, PATH);
  }
  fastify.get('/health/live', async () => ({ status: 'live' }));
  // Queries are answered without the store; placing calls and following them is not.
  fastify.get('/health/ready', async (_request, reply) => ((await isReady()) ? { status: 'ready' } : reply.status(503).send({ status: 'the store is down' })));
  fastify.get('/metrics', async (_request, reply) => reply.header('content-type', metrics.contentType).send(await metrics.text()));
  await serveEvents(fastify, events);
  const endSubscriptions = serveSubscriptions(fastify.server, PATH, {
    schema,
    limits: config.clients,
    createContext,
    beginOperation: ({ headers }) => beginOperation(requestIdIn(headers) ?? randomUUID(), headers),
    report,
    introspection: config.introspection,
    isAllowedHost,
    isAllowedOrigin,
    check,
    maxTokens: MAX_TOKENS,
    maxErrors: MOST_PROBLEMS,
    rules,
    refuseIfTooCostly: (operation) => refuseIfTooCostly(estimator.costOf(operation), config.limits),
    formatError,
    log,
  });
  const url = await fastify.listen({ host: config.host, port: config.port, backlog: BACKLOG });
  return {
    url: url + PATH,
    async close() {
      isClosing = true;
      const impatience = setTimeout(() => fastify.server.closeAllConnections(), config.operationTimeoutMs + SENDING_MS);
      await Promise.all([left(fastify.server), endSubscriptions()]);
      for (const socket of unused) socket.destroy();
      await fastify.close();
      clearTimeout(impatience);
    },
  };
}

/** Whose name somebody else could have lead here is not answered. Who knows the token of /events may come by any name, and health tells nothing. */
function refuseForeignHosts(fastify: FastifyInstance, isAllowedHost: HostCheck): void {
  fastify.addHook('onRequest', async ({ headers: { host }, routeOptions: { url } }, reply) => {
    if (isAllowedHost(host) || url?.startsWith('/health/') || url?.startsWith('/events/')) return;
    return reply.status(421).send(body('This host name is none of ours. ALLOWED_HOSTS says which are.', 'MISDIRECTED_REQUEST'));
  });
}

function requestIdIn({ 'x-request-id': id }: IncomingHttpHeaders): string | null {
  return typeof id === 'string' && REQUEST_ID.test(id) ? id : null;
}

/** Caches are not to answer (RFC 9111): the client needs what is true now. */
function wantsFresh({ 'cache-control': said = '' }: IncomingHttpHeaders): boolean {
  return /(^|[\s,])no-(cache|store)($|[\s,])/i.test(said);
}

/** Connections on which nothing was asked yet, which Node doesn't count among the idle ones. */
function unusedConnections(server: Server): ReadonlySet<Socket> {
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  for (const event of ['request', 'upgrade']) server.on(event, ({ socket }: IncomingMessage) => void unused.delete(socket));
  return unused;
}

/** Takes no new connections, and gives those that there are a moment to be used a last time. */
async function left(server: Server): Promise<void> {
  const over = new AbortController();
  // Connections that the system has taken already are taken by then; closing would reset them.
  await setImmediate();
  // Unlike the one of HTTP servers, this leaves idle connections open.
  NetServer.prototype.close.call(server, () => over.abort());
  await wait(LEAVING_MS, undefined, { signal: over.signal }).catch(() => undefined);
}

/** Fires when the answer is out, or the connection ends before: then nobody waits for it any more. */
function ended({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  if (raw.destroyed) controller.abort();
  raw.once('close', () => controller.abort());
  return controller.signal;
}

function body(message: string, code: string) {
  return { errors: [{ message: shortened(message), extensions: { code } }] };
}

/** Requests that never become a GraphQL operation are answered in GraphQL's form all the same. */
function answerErrors(fastify: FastifyInstance, log: Logger): void {
  fastify.setNotFoundHandler(async (_request, reply) => reply.status(404).send(body('There is nothing here. GraphQL is at /graphql.', 'NOT_FOUND')));
  fastify.setErrorHandler(async (error: { statusCode?: number; name?: string; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.status(status).send(body(error.message, 'BAD_REQUEST'));
    log.error({ name: error.name }, 'request failed');
    return reply.status(status).send(body('Something went wrong here.', 'INTERNAL_SERVER_ERROR'));
  });
}
