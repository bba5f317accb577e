import type { Fault, Simulator } from '../../../src/simulators/index.js';
import type { Answer, Graph } from '../../support/graph.js';
import { aliased } from '../../support/operations.js';
import { idOf, type Vendor } from '../../vendors/index.js';

/** A vendor with some calls, and a graph before it, in the words of the suite. */
export class Judged {
  constructor(
    readonly vendor: Vendor,
    readonly graph: Graph,
  ) {}

  get simulator(): Simulator {
    return this.graph.simulators[this.vendor.simulator];
  }

  /** The ids of some calls that are over; the newest ones may still be going on. */
  ids(count: number): string[] {
    return this.simulator.rows.slice(0, count).map((row) => idOf(this.vendor, row));
  }

  get firstId(): string {
    return this.ids(1)[0] ?? '';
  }

  /** The vendor fails from now on. */
  strike(fault: Fault): void {
    this.simulator.faults.add({ fault, times: Infinity });
  }

  lookUp(id = this.firstId): Promise<Answer> {
    return this.graph.ask(aliased(this.vendor.provider, [id]));
  }

  expectNoSecret(answer: unknown, log: readonly string[] = this.graph.switchboard.log): void {
    const { credentials, authorization, url } = this.simulator;
    const secrets = [...this.vendor.secrets.map((secret) => credentials[secret] ?? ''), ...authorizing(authorization)];
    const text = JSON.stringify([answer, log]);
    for (const secret of secrets) {
      expect(secret).not.toBe('');
      expect(text).not.toContain(secret);
    }
    expect(JSON.stringify(answer)).not.toContain(url);
    expect(JSON.stringify(answer)).not.toMatch(/node_modules|\.js:\d+/);
  }

  expectFailure(answer: Answer, code: string): void {
    expect(answer.data).toEqual({ a0: null });
    expect(answer.errors).toMatchObject([{ path: ['a0'], extensions: { code, provider: this.vendor.provider } }]);
    this.expectNoSecret(answer);
  }
}

/** The secret values of headers, without a scheme such as Basic. */
export function authorizing(authorization: Readonly<Record<string, string>>): string[] {
  return Object.values(authorization).map((value) => value.split(' ').at(-1) ?? value);
}
