import type { Call } from '../model/call.js';
import type { CallMarks } from '../providers/phone-call-request.js';
import type { CallProvider, UpstreamContext } from '../providers/provider.js';
import type { IntentionRow } from '../store/tables.js';
import type { Ledger, Outcome } from './ledger.js';

/** How long a call is looked for before the ledger says that it is not to be found. */
const LOOKED_FOR_MS = 15 * 60 * 1000;
/** How long after the attempt AICaller may still create the call. */
const LATE_MS = 5 * 60 * 1000;

/** How looking ended, and the call where there is one. */
export interface Settled {
  readonly outcome: Outcome;
  readonly call: Call | null;
}

/** Finds out what became of attempts whose answer was lost, by looking and never by asking again. */
export class Settler {
  constructor(
    private readonly providers: readonly CallProvider[],
    private readonly ledger: Ledger,
    private readonly now: () => number,
  ) {}

  /** Looks once. The outcome is written down where it is certain. @throws ProviderError, StoreUnavailable */
  async settle(intention: IntentionRow, context: UpstreamContext): Promise<Settled | null> {
    const settled = await this.lookFor(intention, context);
    if (settled) await this.ledger.conclude(intention.id, settled.outcome);
    return settled;
  }

  private async lookFor(intention: IntentionRow, context: UpstreamContext): Promise<Settled | null> {
    const { id, provider, marks, has_webhook, attempted_at, attempt_ends_at } = intention;
    const dial = this.providers.find(({ name }) => name === provider)?.dial;
    if (!dial || marks === null) return null;
    const attempt = {
      marks: JSON.parse(marks) as CallMarks,
      from: new Date(attempted_at),
      to: new Date(attempt_ends_at + LATE_MS),
      webhookToken: has_webhook === 1 ? id : null,
    };
    const { calls: placed, isCertain } = await dial.findPlaced(attempt, context);
    const owned = await this.ledger.ownedByOthers(provider, placed.map(({ providerCallId }) => providerCallId), id);
    const candidates = placed.filter(({ providerCallId }) => !owned.has(providerCallId));
    return this.judge(intention, candidates, isCertain);
  }

  private async judge(intention: IntentionRow, candidates: readonly Call[], isCertain: boolean): Promise<Settled | null> {
    const [call, ...others] = candidates;
    if (!call) {
      if (this.now() < intention.attempted_at + LOOKED_FOR_MS) return null;
      const reason = `No such call was found within ${LOOKED_FOR_MS / 60_000} minutes. If it is still wanted, use a new key.`;
      return { outcome: { state: 'NOT_FOUND', reason }, call: null };
    }
    if (others.length === 0 && (isCertain || !(await this.ledger.hasTwin(intention)))) {
      return { outcome: { state: 'PLACED', providerCallId: call.providerCallId }, call };
    }
    const ids = candidates.map(({ providerCallId }) => providerCallId).join(', ');
    const reason = `More than one call, or more than one attempt, looks like this one: ${ids}. Nothing is guessed.`;
    return { outcome: { state: 'SEVERAL', reason }, call: null };
  }
}
