/** What a contender and the simulated providers did between two moments. */
export class Meter {
  constructor(contender, upstream) {
    this.#contender = contender;
    this.#upstream = upstream;
  }

  #contender;
  #upstream;
  #begin;

  async start() {
    this.#begin = await this.#read();
  }

  /** @returns for each of so many operations: upstream requests, and milliseconds of processor time */
  async stop(operations) {
    const end = await this.#read();
    const each = (name) => (end[name] - this.#begin[name]) / operations;
    return { requests: each('requests'), cpu: each('cpu') / 1000, upstreamCpu: each('upstreamCpu') / 1000 };
  }

  async #read() {
    const [cpu, upstreamCpu, counts] = await Promise.all([this.#contender.ask('cpu'), this.#upstream.ask('cpu'), this.#upstream.ask('counts')]);
    return { cpu, upstreamCpu, requests: Object.values(counts).reduce((sum, count) => sum + count, 0) };
  }
}
