import { buildGraphQLWSExecutor } from '@graphql-tools/executor-graphql-ws';
import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { stitchSchemas } from '@graphql-tools/stitch';
import { schemaFromExecutor } from '@graphql-tools/wrap';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { createYoga } from 'graphql-yoga';
import { passedOn } from '../headers.js';
import { serve } from './serve.js';

/**
 * One way into each type. callsByIds would be another one for calls, but for each further way the library
 * takes the subgraph for one more, and asks it twice; callsByProviderIds takes the ids of one provider only.
 */
const MERGED = {
  Call: entity('Call', ['provider', 'providerCallId']),
  Contact: entity('Contact', ['e164']),
};

/** Schemas stitched by hand: no supergraph, each merge says which field finds a type by which key. */
export async function startStitch({ urls, port }) {
  const subschemas = await Promise.all(
    Object.values(urls).map(async (url) => {
      const executor = executorFor(url);
      return { schema: await schemaFromExecutor(executor), executor, batch: true, merge: MERGED };
    }),
  );
  const schema = stitchSchemas({ subschemas });
  return serve(createYoga({ schema, plugins: [useDeferStream()], maskedErrors: false, logging: 'error' }), port);
}

/** Merges a type by the field that federation gives every subgraph: many entities at once, by whichever key. */
function entity(__typename, fields) {
  return {
    selectionSet: `{ ${fields.join(' ')} }`,
    fieldName: '_entities',
    key: (known) => ({ __typename, ...Object.fromEntries(fields.map((field) => [field, known[field]])) }),
    argsFromKeys: (representations) => ({ representations }),
  };
}

/** Asks over HTTP, and what happens is told over WebSocket. */
function executorFor(endpoint) {
  const ask = buildHTTPExecutor({ endpoint, headers: ({ context } = {}) => passedOn((name) => context?.request?.headers.get(name)) });
  const follow = buildGraphQLWSExecutor({ url: endpoint.replace('http:', 'ws:'), lazy: true });
  return (request) => (request.operationType === 'subscription' ? follow(request) : ask(request));
}
