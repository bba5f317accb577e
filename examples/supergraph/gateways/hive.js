import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import http from '@graphql-mesh/transport-http';
import ws from '@graphql-mesh/transport-ws';
import { passedOn } from '../headers.js';
import { serve } from './serve.js';

/** Hive Gateway, as a library. */
export function startHive({ supergraph, port }) {
  const runtime = createGatewayRuntime({
    supergraph,
    transports: { http, ws },
    // What happens is told over WebSocket, at the address of the rest.
    transportEntries: { switchboard: { options: { subscriptions: { kind: 'ws' } } } },
    propagateHeaders: { fromClientToSubgraphs: ({ request: { headers } }) => passedOn((name) => headers.get(name)) },
    // Switchboard's and the CRM's errors are fit for clients as they are.
    maskedErrors: false,
    deferStream: true,
    logging: 'error',
  });
  return serve(runtime, port);
}
