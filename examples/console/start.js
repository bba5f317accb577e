/** The console, and a Switchboard with simulated providers for it: `npm start -- --port 4200`. With SWITCHBOARD_URL, the console only. */
import { createServer } from 'node:net';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { serveBuild } from './serve-build.js';
import { serveSource } from './serve-source.js';
import { startSwitchboard } from '../switchboard.js';
import { TRUSTED_DOCUMENTS } from './trusted-documents.js';

const { port, dev } = readOptions();
const elsewhere = readAddress(process.env.SWITCHBOARD_URL);
if (!(await isFree(port))) exit(`Port ${port} can't be had. Name another one with --port.`);

let switchboardUrl = elsewhere;
const settings = () => ({ switchboardUrl, showsCost: process.env.NODE_ENV !== 'production' });
const pages = await (dev ? serveSource : serveBuild)({ port, settings });
// A browser takes both names for other origins.
const origins = [pages.url, pages.url.replace('127.0.0.1', 'localhost')].map((url) => new URL(url).origin);
const switchboard = elsewhere ? null : await startSwitchboard({ CORS_ORIGINS: origins.join(), ...(!dev && { TRUSTED_DOCUMENTS }) });
switchboardUrl ??= switchboard.url;

console.log(`switchboard  ${switchboardUrl}   ${elsewhere ? `(it must have CORS_ORIGINS=${origins.join()})` : `(simulated providers${dev ? '' : ', only the console\'s documents'})`}`);
console.log(`console      ${pages.url}`);
console.log('\nCtrl-C stops everything.');

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await Promise.all([pages.close(), switchboard?.close()]);
    process.exit(0);
  });
}

function readOptions() {
  const options = { port: { type: 'string', default: '4200' }, dev: { type: 'boolean', default: false } };
  try {
    const { port: written, dev } = parseArgs({ options }).values;
    const port = Number(written);
    if (Number.isInteger(port) && port >= 0 && port <= 65_535) return { port, dev };
  } catch {
    // An option that there is not.
  }
  return exit('Usage: npm start -- [--port 4200; 0 takes any that is free]');
}

function readAddress(text) {
  if (!text) return null;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) exit('SWITCHBOARD_URL is not an address such as https://calls.example.com/graphql.');
  return text;
}

/** Asked beforehand, so that a port in use is said in one line. */
async function isFree(port) {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

function exit(message) {
  console.error(message);
  process.exit(1);
}
