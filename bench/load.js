import { Client } from 'undici';

/** How a client asks one contender: every connection has one request at a time under way. */
export class Load {
  constructor({ url, headers, row, isPeer = false }) {
    this.#url = new URL(url);
    this.#headers = { 'content-type': 'application/json', ...headers };
    this.#row = row;
    this.#mayFail = isPeer;
  }

  #url;
  #headers;
  #row;
  #mayFail;

  /** Every body once, over a few connections. */
  async askEach(bodies, connections) {
    let next = 0;
    await this.#withClients(connections, async (client) => {
      while (next < bodies.length) await this.#ask(client, bodies[next++]);
    });
  }

  /** One body after the other for some seconds. @returns milliseconds of each operation, and of all together; how many failed */
  async keepAsking(bodies, connections, seconds) {
    const latencies = [];
    let next = 0;
    let elapsed = 0;
    let failed = 0;
    await this.#withClients(connections, async (client) => {
      const begin = performance.now();
      while (performance.now() - begin < seconds * 1000) {
        const sent = performance.now();
        if (await this.#succeeds(client, bodies[next++ % bodies.length])) latencies.push(performance.now() - sent);
        else failed += 1;
      }
      elapsed = Math.max(elapsed, performance.now() - begin);
    });
    return { latencies, elapsed, failed };
  }

  /** A client for each body, and all bodies at once, some times over. The first burst opens the connections. */
  async burst(bodies, times, beforeEach) {
    const bursts = [];
    const clients = bodies.map(() => new Client(this.#url.origin));
    for (let index = 0; index < times; index++) {
      await beforeEach(index);
      const begin = performance.now();
      const latencies = await Promise.all(
        clients.map(async (client, at) => {
          const succeeded = await this.#succeeds(client, bodies[at]);
          return succeeded ? performance.now() - begin : null;
        }),
      );
      const succeeded = latencies.filter((latency) => latency !== null);
      bursts.push({ latencies: succeeded, elapsed: performance.now() - begin, failed: latencies.length - succeeded.length });
    }
    await Promise.all(clients.map((client) => client.close()));
    return bursts;
  }

  /** @returns the answer, read */
  async askOnce(body) {
    let answer;
    await this.#withClients(1, async (client) => {
      answer = JSON.parse(await this.#ask(client, body));
    });
    return answer;
  }

  async #withClients(count, use) {
    const clients = Array.from({ length: count }, () => new Client(this.#url.origin));
    await Promise.all(clients.map(use));
    await Promise.all(clients.map((client) => client.close()));
  }

  async #succeeds(client, body) {
    try {
      await this.#ask(client, body);
      return true;
    } catch (error) {
      if (!this.#mayFail) throw error;
      return false;
    }
  }

  async #ask(client, body) {
    const response = await client.request({ method: 'POST', path: this.#url.pathname, headers: this.#headers, body });
    const answer = Buffer.from(await response.body.arrayBuffer());
    if (response.statusCode !== 200 || answer.includes('"errors"')) {
      throw new Error(`${this.#row} answered ${response.statusCode}: ${answer.toString().slice(0, 300)}`);
    }
    return answer;
  }
}
