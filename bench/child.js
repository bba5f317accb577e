import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const ANSWER_USAGE = new URL('./answer-usage.js', import.meta.url).href;
const IMPATIENCE_MS = 5_000;
const running = new Set();

/** A server in a process of its own, which answers questions about itself. */
export class Child {
  #process;
  #lastId = 0;
  #waiting = new Map();

  constructor(child) {
    this.#process = child;
    child.on('message', ({ id, value }) => {
      this.#waiting.get(id)?.resolve(value);
      this.#waiting.delete(id);
    });
    child.once('exit', () => {
      running.delete(this);
      for (const { reject } of this.#waiting.values()) reject(new Error(`${child.spawnargs.at(-1)} has ended`));
    });
    running.add(this);
  }

  /** @returns what the process has registered as the answer to the question. */
  ask(question, argument) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process.send({ id, question, argument });
    });
  }

  async stop() {
    if (!running.has(this)) return;
    const ended = once(this.#process, 'exit');
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), IMPATIENCE_MS);
    this.#process.kill();
    await ended;
    clearTimeout(impatience);
  }
}

/**
 * Starts a program of the project and waits until it prints the address it listens on. It gets the given
 * environment only, and no folder with a .env file: no setting of whoever runs this changes the figures.
 */
export async function startChild(program, environment = {}) {
  const path = fileURLToPath(new URL(`../${program}`, import.meta.url));
  const child = spawn(process.execPath, ['--import', ANSWER_USAGE, path], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, NODE_ENV: 'production', AUTH: 'none', ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const started = new Child(child);
  started.url = await addressPrinted(child, program);
  return started;
}

export async function stopAll() {
  await Promise.all([...running].map((child) => child.stop()));
}

function addressPrinted(child, program) {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (data) => {
      printed += data;
      const [address] = /http:\S+(?=\s)/.exec(printed) ?? [];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code} before it listened`)));
    child.once('error', reject);
  });
}
