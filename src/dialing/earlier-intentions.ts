import { setTimeout as wait } from 'node:timers/promises';
import type { AccountName } from '../model/account.js';
import { StoreUnavailable } from '../store/store.js';
import type { IntentionRow } from '../store/tables.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { RequestOrigin, UpstreamContext } from '../upstream/upstream-context.js';
import { contextOf } from './dial-context.js';
import { type DialOutcome, explain, failed, keyReused } from './dial-outcome.js';
import type { DialerDependencies, DialerSettings } from './dialer-parts.js';
import type { Settled } from './settler.js';

/** Pause between two searches for a lost answer, or two checks for another process's outcome, in milliseconds. */
const LOOK_AGAIN_MS = 250;

/** Answers for intentions that were claimed before, and searches for calls whose answer was lost. It never places a call. */
export class EarlierIntentions {
  /** Running searches that clients of this process wait for, by intention. */
  private readonly looking = new Map<string, Promise<DialOutcome>>();

  constructor(
    private readonly dependencies: DialerDependencies,
    private readonly settings: DialerSettings,
    /** This process's attempt that waits for an answer, if there is one. */
    private readonly underWay: (intentionId: string) => Promise<DialOutcome> | undefined,
  ) {}

  /** The answer for a used key. Waits for a running attempt, here or in another process. */
  async replay(intention: IntentionRow, hash: string, account: AccountName, origin?: RequestOrigin): Promise<DialOutcome> {
    let row = intention;
    for (;;) {
      if (row.input_hash !== hash || row.account !== account) return keyReused();
      if (row.state !== 'ATTEMPTED' || this.dependencies.now() >= row.attempt_ends_at) break;
      const here = this.underWay(row.id);
      if (here) return { ...(await here), replayed: true };
      await wait(LOOK_AGAIN_MS);
      row = (await this.dependencies.ledger.byKey(row.idempotency_key ?? '')) ?? row;
    }
    if (row.state === 'ATTEMPTED' || row.state === 'UNKNOWN') return this.look(row, true, origin);
    return this.answerOf(row, true, origin);
  }

  /** Searches for a call whose answer was lost, for as long as the client waits. Clients of one intention share the search. */
  async look(intention: IntentionRow, replayed: boolean, origin?: RequestOrigin): Promise<DialOutcome> {
    const looking = this.looking.get(intention.id) ?? this.lookAgain(intention, origin).finally(() => this.looking.delete(intention.id));
    this.looking.set(intention.id, looking);
    return { ...(await looking), replayed };
  }

  private async lookAgain(intention: IntentionRow, origin?: RequestOrigin): Promise<DialOutcome> {
    const until = this.dependencies.now() + this.settings.patienceMs;
    for (let pause = LOOK_AGAIN_MS; ; pause *= 2) {
      const settled = await this.lookOnce(intention, contextOf(this.settings.timeoutMs, this.dependencies.now, origin));
      if (settled?.call) return { call: settled.call, replayed: false, userErrors: [] };
      if (settled) return explain(settled.outcome, false);
      if (this.dependencies.now() + pause > until) return explain({ state: 'UNKNOWN' }, false);
      await wait(pause);
    }
  }

  /** Null if the outcome is still open: nothing found, or the provider or store failed. The call may have been placed anyway. */
  async lookOnce(intention: IntentionRow, context: UpstreamContext): Promise<Settled | null> {
    try {
      const settled = await this.dependencies.settler.settle(intention, context);
      if (settled?.call) this.dependencies.onPlaced(settled.call);
      return settled;
    } catch (error) {
      if (error instanceof ProviderError || error instanceof StoreUnavailable) return null;
      throw error;
    }
  }

  private async answerOf({ state, account, provider_call_id: providerCallId, reason }: IntentionRow, replayed: boolean, origin?: RequestOrigin): Promise<DialOutcome> {
    if (state !== 'PLACED' || providerCallId === null) {
      return explain({ state: state === 'ATTEMPTED' ? 'UNKNOWN' : state, ...(reason !== null && { reason }) }, replayed);
    }
    const lookup = this.dependencies.accounts.find((one) => one.account === account)?.lookup;
    const [found] = (await lookup?.find([{ providerCallId }], contextOf(this.settings.timeoutMs, this.dependencies.now, origin))) ?? [];
    const call = found instanceof ProviderError ? this.dependencies.lastKnown(account, providerCallId) : found;
    if (call) return { call, replayed, userErrors: [] };
    // The phone rang, so the code must not invite the client to dial again.
    const message = `The call was placed, as ${account} ${providerCallId}, but can't be read now: retry with the same key.`;
    return { ...failed('OUTCOME_UNKNOWN', message), replayed };
  }
}
