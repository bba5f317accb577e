import { createServer } from 'node:http';
import { createYoga } from 'graphql-yoga';

/** Serves a schema as a peer does in production. */
export function listen(schema) {
  const yoga = createYoga({ schema, logging: 'error', graphiql: false, landingPage: false, maskedErrors: false });
  const server = createServer(yoga);
  server.listen(0, '127.0.0.1', () => console.log(`GraphQL is at http://127.0.0.1:${server.address().port}/graphql `));
}
