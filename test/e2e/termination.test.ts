import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PRODUCT, useChildren } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { askUntilLeaving } from '../support/leaving.js';
import { serveCall } from '../support/lookups.js';
import { aliased } from '../support/operations.js';
import { useReplicas } from '../support/replicas.js';
import { Subscriber } from '../support/subscriber.js';
import { request } from '../support/switchboard.js';
import { SKIPCALL } from '../vendors/index.js';

const GOING_AWAY = 1001;
const children = useChildren();
const replicas = useReplicas({});
const simulators = () => replicas.simulators;
let running: ChildProcess | undefined;
afterEach(() => void running?.kill('SIGKILL'));

interface Started {
  readonly url: string;
  /** Its standard error. */
  readonly log: () => string;
  readonly terminate: () => void;
  /** Its exit code. Null while it runs. */
  readonly exitCode: () => number | null;
}

/** Starts the product and collects its output, so that it can be stopped as an operator would. */
async function start(environment: Readonly<Record<string, string>> = {}): Promise<Started> {
  const settings = { PATH: process.env['PATH'], PORT: '0', DATA_DIR: children.folder('data'), ...simulators().environment, ...environment };
  const child = spawn(process.execPath, [join(PRODUCT, 'main.js')], { cwd: children.folder('home'), env: settings, stdio: ['ignore', 'pipe', 'pipe'] });
  running = child;
  let [out, log] = ['', ''];
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (log += String(chunk)));
  const [url = ''] = (await eventually('the address', () => /http:\S+/.exec(out))) ?? [];
  return { url, log: () => log, terminate: () => void child.kill('SIGTERM'), exitCode: () => child.exitCode };
}

describe('After SIGTERM, a process', () => {
  test('answers the requests in progress, accepts no new ones, closes subscriptions, and exits with 0', async () => {
    const { url, terminate, exitCode } = await start();
    const { id } = serveCall({ simulators: simulators() }, SKIPCALL, 1);
    const { skipcall } = simulators();
    skipcall.faults.add({ fault: { kind: 'delay', milliseconds: 700 } });
    const subscriber = await Subscriber.toCalls(url);
    const asked = askUntilLeaving({ url }, aliased('SKIPCALL', [id]));
    await eventually('the request', () => skipcall.requests.length === 1);
    terminate();
    await eventually('new connections to be refused', () => fetch(new URL('/health/live', url)).then(() => false, () => true));
    expect(exitCode()).toBeNull();
    expect(await subscriber.ends()).toBe(GOING_AWAY);
    expect(await asked.answer).toEqual({ data: { a0: { providerCallId: id } } });
    expect(await eventually('its end', exitCode, (code) => code !== null)).toBe(0);
  });

  test('ends at once on a second signal, if that comes later', async () => {
    const { url, terminate, exitCode } = await start();
    const { id } = serveCall({ simulators: simulators() }, SKIPCALL, 2);
    const { skipcall } = simulators();
    skipcall.faults.add({ fault: { kind: 'delay', milliseconds: 10_000 } });
    const asked = askUntilLeaving({ url }, aliased('SKIPCALL', [id])).answer.catch(() => 'dropped');
    await eventually('the request', () => skipcall.requests.length === 1);
    terminate();
    // Under npm, Ctrl-C arrives twice at once.
    terminate();
    await eventually('new connections to be refused', () => fetch(new URL('/health/live', url)).then(() => false, () => true));
    expect(exitCode()).toBeNull();
    await eventually('its end', () => {
      terminate();
      return exitCode();
    }, (code) => code !== null);
    expect(exitCode()).toBe(143);
    expect(await asked).toBe('dropped');
  });

  test('does not wait for a connection without any request', async () => {
    const { url, terminate, exitCode } = await start();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    await request(url, '{ providers { name } }');
    terminate();
    expect(await eventually('its end', exitCode, (code) => code !== null)).toBe(0);
    socket.destroy();
  });
});

test('Standard error has only JSON lines, even after an operation with many requests', async () => {
  const { url, log } = await start();
  const pages = Array.from({ length: 20 }, (_, index) => `a${index}: calls(first: ${index + 1}) { nodes { id } }`);
  expect((await request(url, `{ ${pages.join(' ')} }`)).errors).toBeUndefined();
  await eventually('the line of the operation', log, (text) => text.includes('"msg":"operation"'));
  expect(log().trim().split('\n').filter((line) => !line.startsWith('{'))).toEqual([]);
});
