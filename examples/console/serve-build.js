import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { sendSettings, SETTINGS_PATH } from './settings.js';

const FOLDER = join(import.meta.dirname, 'dist');
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

/** Serves what `npm run build` wrote. Any address without a file is a page of the console. */
export async function serveBuild({ port, settings }) {
  const files = filesByPath();
  const server = createServer((request, response) => {
    const [path] = request.url.split('?');
    if (path === SETTINGS_PATH) return sendSettings(response, settings);
    const { type, content } = files.get(path) ?? files.get('/index.html');
    response
      .writeHead(200, {
        'content-type': type,
        // Names in /assets/ have a hash of their content.
        'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        'content-security-policy': policy(settings().switchboardUrl),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      .end(content);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** All files in memory: they are few, and no path of a request is one of the machine. */
function filesByPath() {
  const names = readdirSync(FOLDER, { recursive: true }).filter((name) => Object.hasOwn(TYPES, extname(name)));
  return new Map(names.map((name) => [`/${name}`, { type: TYPES[extname(name)], content: readFileSync(join(FOLDER, name)) }]));
}

/** The pages talk to their own server and to Switchboard only. Styles of components are set by their libraries. */
function policy(switchboardUrl) {
  const { origin } = new URL(switchboardUrl);
  return [
    "default-src 'self'",
    `connect-src 'self' ${origin} ${origin.replace(/^http/, 'ws')}`,
    // Recordings are at Switchboard's PUBLIC_URL, which these pages don't know.
    'media-src http: https: blob:',
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
