import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { EXAMPLE_OPERATIONS } from './example-operations.js';

const require = createRequire(import.meta.url);

/** The page's files, from the browser builds in npm packages. */
const FILES: Readonly<Record<string, PackagedFile>> = {
  'react.js': { package: 'react', file: 'umd/react.production.min.js', type: 'text/javascript' },
  'react-dom.js': { package: 'react-dom', file: 'umd/react-dom.production.min.js', type: 'text/javascript' },
  'graphiql.js': { package: 'graphiql', file: 'graphiql.min.js', type: 'text/javascript' },
  'graphiql.css': { package: 'graphiql', file: 'graphiql.min.css', type: 'text/css' },
};

interface PackagedFile {
  readonly package: string;
  readonly file: string;
  readonly type: string;
}

const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0b6b50"/><path d="M7 13c5-6 13-6 18 0l-3 4-4-2v-3h-4v3l-4 2z" fill="#fff"/></svg>';

/** Serves GraphiQL at /graphiql. It works without internet access. */
export function serveGraphiql(fastify: FastifyInstance, graphqlPath: string): void {
  fastify.get('/graphiql', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page(graphqlPath)));
  fastify.get('/favicon.ico', async (_request, reply) => reply.type('image/svg+xml').header('cache-control', 'max-age=86400').send(ICON));
  fastify.get<{ Params: { name: string } }>('/graphiql/:name', async ({ params }, reply) => {
    const packaged = Object.hasOwn(FILES, params.name) ? FILES[params.name] : undefined;
    // The packages are devDependencies, so a production installation has no GraphiQL.
    const content = packaged && (await readPackaged(packaged));
    if (!content) return reply.callNotFound();
    return reply.type(`${packaged.type}; charset=utf-8`).header('cache-control', 'max-age=3600').send(content);
  });
}

async function readPackaged({ package: name, file }: PackagedFile): Promise<Buffer | null> {
  try {
    return await readFile(join(dirname(require.resolve(`${name}/package.json`)), file));
  } catch {
    return null;
  }
}

function page(path: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Switchboard</title>
    <link rel="icon" href="/favicon.ico">
    <link rel="stylesheet" href="/graphiql/graphiql.css">
    <style>body { margin: 0 } #graphiql { height: 100vh }</style>
  </head>
  <body>
    <div id="graphiql">GraphiQL is not installed. Run npm ci without --omit=dev to install it.</div>
    <script src="/graphiql/react.js"></script>
    <script src="/graphiql/react-dom.js"></script>
    <script src="/graphiql/graphiql.js"></script>
    <script>
      const url = new URL(${JSON.stringify(path)}, location.href).href;
      const fetcher = GraphiQL.createFetcher({ url, subscriptionUrl: url.replace(/^http/, 'ws') });
      const defaultQuery = ${JSON.stringify(EXAMPLE_OPERATIONS)};
      ReactDOM.createRoot(document.getElementById('graphiql')).render(React.createElement(GraphiQL, { fetcher, defaultQuery }));
    </script>
  </body>
</html>
`;
}
