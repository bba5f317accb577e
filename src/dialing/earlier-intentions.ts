import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable } from '../store/store.js';
import type { IntentionRow } from '../store/tables.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { RequestOrigin, UpstreamContext } from '../upstream/upstream-context.js';
import { contextOf } from './dial-context.js';
import { type DialOutcome, explain, failed } from './dial-outcome.js';
import type { DialerDependencies, DialerSettings } from './dialer-parts.js';
import type { Settled } from './settler.js';

/** Between two looks for a lost answer, or at another process's attempt, in milliseconds. */
const LOOK_AGAIN_MS = 250;

/** Answers for intentions that were claimed before, and looks for calls whose answer was lost. Sends nothing that dials. */
export class EarlierIntentions {
  /** Looks that clients of this process wait for, by intention. */
  private readonly looking = new Map<string, Promise<DialOutcome>>();

  constructor(
    private readonly dependencies: DialerDependencies,
    private readonly settings: DialerSettings,
    /** The attempt of this process for an intention whose answer is still awaited. */
    private readonly underWay: (intentionId: string) => Promise<DialOutcome> | undefined,
  ) {}

  /** The answer for a key that was used before. Waits for an attempt that is under way, here or in another process. */
  async replay(intention: IntentionRow, hash: string, origin?: RequestOrigin): Promise<DialOutcome> {
    let row = intention;
    for (;;) {
      if (row.input_hash !== hash) return failed('IDEMPOTENCY_KEY_REUSED', 'This key belongs to another input. Nothing was sent.', ['idempotencyKey']);
      if (row.state !== 'ATTEMPTED' || this.dependencies.now() >= row.attempt_ends_at) break;
      const here = this.underWay(row.id);
      if (here) return { ...(await here), replayed: true };
      await wait(LOOK_AGAIN_MS);
      row = (await this.dependencies.ledger.byKey(row.idempotency_key ?? '')) ?? row;
    }
    if (row.state === 'ATTEMPTED' || row.state === 'UNKNOWN') return this.look(row, true, origin);
    return this.answerOf(row, true, origin);
  }

  /** Looks for the call of a lost answer for as long as a client can be expected to wait. Several clients of one intention look together. */
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

  /** Null where it can't be said yet: nothing found, or nobody to ask. The request may have been sent, whatever fails here. */
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

  private async answerOf({ state, provider, provider_call_id: providerCallId, reason }: IntentionRow, replayed: boolean, origin?: RequestOrigin): Promise<DialOutcome> {
    if (state !== 'PLACED' || providerCallId === null) {
      return explain({ state: state === 'ATTEMPTED' ? 'UNKNOWN' : state, ...(reason !== null && { reason }) }, replayed);
    }
    const lookup = this.dependencies.providers.find(({ name }) => name === provider)?.lookup;
    const [found] = (await lookup?.find([{ providerCallId }], contextOf(this.settings.timeoutMs, this.dependencies.now, origin))) ?? [];
    const call = found instanceof ProviderError ? this.dependencies.lastKnown(provider, providerCallId) : found;
    if (call) return { call, replayed, userErrors: [] };
    // No code that invites to dial again: the phone rang.
    const message = `The call was placed, as ${provider} ${providerCallId}, but can't be read now: ask again with the same key.`;
    return { ...failed('OUTCOME_UNKNOWN', message), replayed };
  }
}
