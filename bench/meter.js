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

  /**
   * @returns for each of so many operations: upstream requests, and milliseconds of processor time; the share of it
   * in which garbage was collected; milliseconds by which the event loop was late
   */
  async stop(operations) {
    const end = await this.#read();
    const since = (name) => end[name] - this.#begin[name];
    const each = (name) => since(name) / operations;
    return {
      requests: each('requests'),
      cpu: each('cpu') / 1000,
      upstreamCpu: each('upstreamCpu') / 1000,
      collectingShare: (since('collecting') * 1000) / since('cpu'),
      eventLoopDelay: end.delay,
    };
  }

  async #read() {
    const [{ cpu, collecting }, { cpu: upstreamCpu }, delay, counts] = await Promise.all([
      this.#contender.ask('usage'),
      this.#upstream.ask('usage'),
      this.#contender.ask('event loop delay'),
      this.#upstream.ask('counts'),
    ]);
    return { cpu, collecting, upstreamCpu, delay, requests: Object.values(counts).reduce((sum, count) => sum + count, 0) };
  }
}
