import type { Call } from '../model/call.js';
import type { CallMarks } from '../providers/phone-call-request.js';
import type { CallProvider, UpstreamContext } from '../providers/provider.js';
import type { IntentionRow } from '../store/tables.js';
import type { Ledger, Outcome } from './ledger.js';

/** How long a call is looked for before the ledger says that it is not to be found. */
export const LOOKED_FOR_MS = 15 * 60 * 1000;
/** How long after the attempt AICaller may still create the call. */
const LATE_MS = 5 * 60 * 1000;

/** Finds out what became of attempts whose answer was lost, by looking and never by asking again. */
export class Settler {
  constructor(
    private readonly providers: readonly CallProvider[],
    private readonly ledger: Ledger,
    private readonly now: () => number,
  ) {}

  /** Looks once. The outcome is written down where it is certain. @throws ProviderError, StoreUnavailable */
  async settle(intention: IntentionRow, context: UpstreamContext): Promise<Outcome | null> {
    const outcome = await this.lookFor(intention, context);
    if (outcome) await this.ledger.conclude(intention.id, outcome);
    return outcome;
  }

  private async lookFor(intention: IntentionRow, context: UpstreamContext): Promise<Outcome | null> {
    const { id, provider, marks, attempted_at, attempt_ends_at } = intention;
    const dial = this.providers.find(({ name }) => name === provider)?.dial;
    if (!dial || marks === null) return null;
    const attempt = {
      marks: JSON.parse(marks) as CallMarks,
      from: new Date(attempted_at),
      to: new Date(attempt_ends_at + LATE_MS),
      webhookToken: id,
    };
    const { calls: placed, isCertain } = await dial.findPlaced(attempt, context);
    const owned = await this.ledger.ownedByOthers(provider, placed.map(({ providerCallId }) => providerCallId), id);
    const candidates = placed.filter(({ providerCallId }) => !owned.has(providerCallId));
    return this.judge(intention, candidates, isCertain);
  }

  private async judge(intention: IntentionRow, candidates: readonly Call[], isCertain: boolean): Promise<Outcome | null> {
    const [call, ...others] = candidates;
    if (!call) {
      if (this.now() < intention.attempted_at + LOOKED_FOR_MS) return null;
      return { state: 'NOT_FOUND', reason: `No such call was found within ${LOOKED_FOR_MS / 60_000} minutes. If it is still wanted, use a new key.` };
    }
    if (others.length === 0 && (isCertain || !(await this.ledger.hasTwin(intention)))) return { state: 'PLACED', providerCallId: call.providerCallId };
    const ids = candidates.map(({ providerCallId }) => providerCallId).join(', ');
    return { state: 'SEVERAL', reason: `More than one call, or more than one attempt, looks like this one: ${ids}. Nothing is guessed.` };
  }
}
