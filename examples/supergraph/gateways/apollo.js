import './no-cloud.js';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { passedOn } from '../headers.js';

class PassingOn extends RemoteGraphQLDataSource {
  willSendRequest({ request, context: { headers = {} } }) {
    for (const [name, value] of Object.entries(passedOn((name) => headers[name]))) request.http.headers.set(name, value);
  }
}

/** Apollo's gateway in JavaScript. */
export async function startApollo({ supergraph, port }) {
  const gateway = new ApolloGateway({ supergraphSdl: supergraph, buildService: ({ url }) => new PassingOn({ url }) });
  const server = new ApolloServer({ gateway, includeStacktraceInErrorResponses: false, stopOnTerminationSignals: false });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port },
    context: async ({ req: { headers } }) => ({ headers }),
  });
  return { url, close: () => server.stop() };
}
