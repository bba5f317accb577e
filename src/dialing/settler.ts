import type { Call } from '../model/call.js';
import type { PlacedCalls } from '../providers/dial-capability.js';
import type { ConnectedAccount } from '../providers/provider.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { IntentionRow } from '../store/tables.js';
import type { Outcome } from './intention.js';
import type { Ledger } from './ledger.js';

/** How long the search for a call lasts before it counts as not found. */
const LOOKED_FOR_MS = 15 * 60 * 1000;
/** The same for a call at an account that is not configured any more. */
const ACCOUNT_MISSED_MS = 24 * 60 * 60 * 1000;
/** How long after the attempt the provider may still create the call. */
const LATE_MS = LOOKED_FOR_MS;

/** Limit for the calls that a message names. */
const MOST_NAMED = 10;

/** The result of looking for a call. */
export interface Settled {
  readonly outcome: Outcome;
  readonly call: Call | null;
}

/** Finds out the outcome of attempts whose answer was lost. It only reads, and never places a call. */
export class Settler {
  constructor(
    private readonly accounts: readonly ConnectedAccount[],
    private readonly ledger: Ledger,
    private readonly now: () => number,
  ) {}

  /** Looks once, and writes a certain outcome to the ledger. @throws ProviderError, StoreUnavailable */
  async settle(intention: IntentionRow, context: UpstreamContext): Promise<Settled | null> {
    const settled = await this.lookFor(intention, context);
    // Another search may have ended meanwhile. Its outcome was told to clients.
    if (settled) await this.ledger.conclude(intention.id, settled.outcome, true);
    return settled;
  }

  /**
   * Settles an intention with the call that a notification names. Only the id of the notification is used: the
   * provider must have the call, and it must be to the requested number. Otherwise null. @throws StoreUnavailable
   */
  async settleNotified(intentionId: string, providerCallIds: readonly string[], context: UpstreamContext): Promise<Call | null> {
    const intention = await this.ledger.byId(intentionId);
    const [providerCallId, ...others] = providerCallIds;
    if (intention?.provider_call_id !== null || providerCallId === undefined || others.length > 0) return null;
    const lookup = this.accounts.find(({ account }) => account === intention.account)?.lookup;
    const [found] = (await lookup?.find([{ providerCallId }], context)) ?? [];
    if (!found || found instanceof ProviderError) return null;
    const traits = this.ledger.traitsOf(intention);
    if (traits && found.to?.e164 !== traits.toPhoneNumber) return null;
    await this.ledger.conclude(intention.id, { state: 'PLACED', providerCallId });
    return found;
  }

  private async lookFor(intention: IntentionRow, context: UpstreamContext): Promise<Settled | null> {
    const { id, account, has_webhook, attempted_at, attempt_ends_at } = intention;
    const dial = this.accounts.find((one) => one.account === account)?.dial;
    const traits = this.ledger.traitsOf(intention);
    // The account may be missing by mistake, so it gets time to come back.
    if (!dial) return this.giveUp(intention, `${account} is not configured any more.`, ACCOUNT_MISSED_MS);
    if (!traits) return this.giveUp(intention, 'what it is recognised by can not be read any more.');
    const attempt = {
      traits,
      from: new Date(attempted_at),
      to: new Date(attempt_ends_at + LATE_MS),
      webhookToken: has_webhook === 1 ? id : null,
    };
    const placed = await dial.findPlaced(attempt, context);
    const ids = [...placed.calls, ...placed.similar].map(({ providerCallId }) => providerCallId);
    const owned = await this.ledger.ownedByOthers(account, [...ids, ...placed.doubtful], id);
    const isFree = ({ providerCallId }: Call) => !owned.has(providerCallId);
    const calls = placed.calls.filter(isFree);
    const doubtful = placed.doubtful.filter((providerCallId) => !owned.has(providerCallId));
    return this.judge(intention, { ...placed, doubtful }, calls.length > 0 ? calls : placed.similar.filter(isFree), calls.length > 0);
  }

  private async judge(intention: IntentionRow, placed: PlacedCalls, candidates: readonly Call[], isExact: boolean): Promise<Settled | null> {
    const [call, ...others] = candidates;
    if (!call) return this.giveUp(intention, placed.doubtful.length > 0 ? `one of these calls to the number may be it: ${placed.doubtful.slice(0, MOST_NAMED).join(', ')}.` : null);
    if (others.length === 0 && (placed.isCertain || !(await this.ledger.mayBeAnothers(intention, isExact)))) {
      return { outcome: { state: 'PLACED', providerCallId: call.providerCallId }, call };
    }
    const ids = candidates.map(({ providerCallId }) => providerCallId).join(', ');
    const reason = `More than one call or attempt matches this request: ${ids}. None was chosen.`;
    return { outcome: { state: 'SEVERAL', reason }, call: null };
  }

  /** Gives up after some time. `doubt`: why the call may exist anyway; without it the client may place the call again. */
  private giveUp({ attempted_at }: IntentionRow, doubt: string | null, afterMs = LOOKED_FOR_MS): Settled | null {
    if (this.now() < attempted_at + afterMs) return null;
    const found = `No such call was found within ${afterMs / 60_000} minutes.`;
    const advice = doubt === null ? 'If you still want the call, use a new key.' : `It may have been placed anyway: ${doubt} Check with the provider before you place it again.`;
    return { outcome: { state: 'NOT_FOUND', reason: `${found} ${advice}` }, call: null };
  }
}
