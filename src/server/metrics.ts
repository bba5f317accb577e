import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.js';
import type { Metrics } from '../telemetry/metrics.js';
import { errorBody } from './refusals.js';
import { isSameSecret } from '../model/same-secret.js';

/** Serves metrics at /metrics. They show providers and load, so that they need a token unless only this machine can ask. */
export function serveMetrics(fastify: FastifyInstance, access: Config['metrics'], metrics: Metrics): void {
  if (access === 'off') return;
  fastify.get('/metrics', async ({ headers: { authorization = '' } }, reply) => {
    if (access !== 'open' && !isSameSecret(authorization, `Bearer ${access.token}`)) {
      return reply.status(401).header('www-authenticate', 'Bearer realm="metrics"').send(errorBody('A token is needed.', 'UNAUTHENTICATED'));
    }
    return reply.header('content-type', metrics.contentType).send(await metrics.text());
  });
}
