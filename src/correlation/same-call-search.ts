import type { Call } from '../model/call.js';
import { CallerAccounts } from './caller-accounts.js';
import { findAtCarriers } from './carrier-search.js';
import { Findings } from './findings.js';
import { KeyReading } from './key-reading.js';
import { LegReading } from './leg-reading.js';
import { ListReading } from './list-reading.js';
import { Lookups } from './lookups.js';
import type { SameCallParts, SameCalls } from './same-call-parts.js';

/** The search for the calls of one answer. The steps follow each other, the cheapest first. */
export class SameCallSearch {
  private readonly findings = new Findings();
  private readonly accounts: CallerAccounts;
  private readonly lookups: Lookups;
  private readonly keys: KeyReading;
  private readonly lists: ListReading;
  private readonly legs: LegReading;

  constructor(
    private readonly calls: readonly Call[],
    includeLikely: boolean,
    parts: SameCallParts,
  ) {
    const { findings } = this;
    this.accounts = new CallerAccounts(parts.accounts);
    this.lookups = new Lookups(this.accounts, parts, findings);
    this.keys = new KeyReading(this.accounts, parts, findings, this.lookups);
    this.lists = new ListReading(calls, includeLikely, this.accounts, parts, findings);
    this.legs = new LegReading(calls, this.accounts, parts, findings, this.lookups);
  }

  async run(): Promise<void> {
    await this.each((call) => this.keys.readKeys(call));
    await this.each((call) => this.keys.findKnown(call));
    await this.lists.readLists();
    await this.legs.readLegs();
    await this.each((call) => this.keys.findKnown(call));
    await this.each((call) => this.legs.readRecordings(call));
    await this.each((call) => findAtCarriers(call, this.accounts, this.findings, this.lookups));
  }

  resultFor(call: Call): SameCalls {
    const exact = this.findings.matchesOf(call).map(({ id: _, ...match }) => match);
    return { matches: [...exact, ...this.lists.likelyMatchesOf(call, exact)], failures: this.findings.failuresOf(call) };
  }

  private async each(step: (call: Call) => Promise<void>): Promise<void> {
    await Promise.all(this.calls.map(step));
  }
}
