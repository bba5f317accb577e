import { sendSettings, SETTINGS_PATH } from './settings.js';

/** Serves the sources with Vite: a change is in the browser at once. */
export async function serveSource({ port, settings }) {
  // Only here: the build is served without development dependencies.
  const { createServer } = await import('vite');
  const server = await createServer({
    root: import.meta.dirname,
    server: { host: '127.0.0.1', port, strictPort: true },
    plugins: [{ name: 'settings', configureServer: ({ middlewares }) => void middlewares.use(SETTINGS_PATH, (_request, response) => sendSettings(response, settings)) }],
  });
  await server.listen();
  return { url: `http://127.0.0.1:${server.httpServer.address().port}/`, close: () => server.close() };
}
