import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { shortened } from '../graph/format-error.js';
import type { HostCheck } from './hosts.js';

/** An error in GraphQL's format. */
export function errorBody(message: string, code: string) {
  return { errors: [{ message: shortened(message), extensions: { code } }] };
}

/** Refuses foreign Host headers. /events needs a token and /health reveals nothing, so both accept any host. */
export function refuseForeignHosts(fastify: FastifyInstance, isAllowedHost: HostCheck): void {
  fastify.addHook('onRequest', async ({ headers: { host }, routeOptions: { url } }, reply) => {
    if (isAllowedHost(host) || url?.startsWith('/health/') || url?.startsWith('/events/')) return;
    return reply.status(421).send(errorBody('This host name is not allowed. Add it to ALLOWED_HOSTS.', 'MISDIRECTED_REQUEST'));
  });
}

/** Sends errors in GraphQL's format for requests that are not GraphQL operations. */
export function answerErrors(fastify: FastifyInstance, log: Logger): void {
  fastify.setNotFoundHandler(async (_request, reply) => reply.status(404).send(errorBody('Not found. GraphQL is served at /graphql.', 'NOT_FOUND')));
  fastify.setErrorHandler(async (error: { statusCode?: number; name?: string; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.status(status).send(errorBody(error.message, 'BAD_REQUEST'));
    log.error({ name: error.name }, 'request failed');
    return reply.status(status).send(errorBody('Internal error.', 'INTERNAL_SERVER_ERROR'));
  });
}
