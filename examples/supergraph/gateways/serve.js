import { once } from 'node:events';
import { createServer } from 'node:http';

/** Serves a request handler at /graphql on a port, 0 for any that is free. */
export async function serve(handler, port) {
  const server = createServer(handler);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/graphql`,
    async close() {
      server.closeAllConnections();
      server.close();
      await handler.dispose?.();
    },
  };
}
