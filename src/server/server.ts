import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify, { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { GraphContext } from '../graph/context.js';
import { errorFormatter } from '../graph/format-error.js';

export interface ServerParts {
  readonly config: Config;
  readonly schema: GraphQLSchema;
  /** The signal fires when the client has gone away. */
  readonly createContext: (signal: AbortSignal) => GraphContext;
  readonly log: Logger;
}

/** Longer than any router or proxy keeps its idle connections, so that it is never we who close them first. */
const KEEP_ALIVE_MS = 75_000;
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_TOKENS = 20_000;

/** Serves GraphQL at /graphql, and health at /health/live and /health/ready. */
export async function startServer({ config, schema, createContext, log }: ServerParts): Promise<{ url: string; close(): Promise<void> }> {
  const fastify = Fastify({
    // Addresses and queries may hold personal data: nothing of a request is logged.
    logController: new LogController({ disableRequestLogging: true }),
    loggerInstance: log,
    keepAliveTimeout: KEEP_ALIVE_MS,
    bodyLimit: MAX_BODY_BYTES,
  });
  const apollo = new ApolloServer<GraphContext>({
    schema,
    introspection: config.introspection,
    includeStacktraceInErrorResponses: false,
    formatError: errorFormatter(log),
    logger: log,
    parseOptions: { maxTokens: MAX_TOKENS },
    plugins: [
      config.introspection
        ? ApolloServerPluginLandingPageLocalDefault({ footer: false, includeCookies: false })
        : ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      fastifyApolloDrainPlugin(fastify),
    ],
  });
  await apollo.start();
  await fastify.register(fastifyApollo(apollo), {
    path: '/graphql',
    context: async (_request: FastifyRequest, reply: FastifyReply) => createContext(goneAway(reply)),
  });
  fastify.get('/health/live', async () => ({ status: 'live' }));
  fastify.get('/health/ready', async () => ({ status: 'ready' }));
  fastify.setErrorHandler(async (error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'request failed');
    const message = status >= 500 ? 'Something went wrong here.' : error.message;
    return reply.status(status).send({ errors: [{ message, extensions: { code: status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST' } }] });
  });
  const url = await fastify.listen({ host: config.host, port: config.port });
  return { url: `${url}/graphql`, close: () => fastify.close() };
}

/** Fires when the connection ends before the answer is out: then nobody waits for it any more. */
function goneAway({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
