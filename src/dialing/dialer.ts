import { randomUUID } from 'node:crypto';
import { validate } from 'class-validator';
import type { AccountName } from '../model/account.js';
import { isProviderId } from '../model/provider-id.js';
import type { Caller } from '../access/caller.js';
import type { CompletionWebhook } from '../providers/dial-capability.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { changed, type RequestOrigin, type UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import { ProviderError } from '../upstream/provider-error.js';
import { StoreUnavailable } from '../store/store.js';
import type { IntentionRow } from '../store/tables.js';
import { chooseAccount, type DialingAccount } from './choose-account.js';
import { contextOf } from './dial-context.js';
import { keyOf } from './caller-key.js';
import type { DialerDependencies, DialerSettings } from './dialer-parts.js';
import { type DialOutcome, explain, failed, judge, keyReused } from './dial-outcome.js';
import { EarlierIntentions } from './earlier-intentions.js';
import { inputHash } from './input-hash.js';
import { type Claim, type Claimed, isFree, type Outcome } from './intention.js';
import { invalidInput, numberNotAllowed, ownWebhooks, tooManyCalls } from './user-error.js';

/** Time to write an attempt's outcome after its timeout. Afterwards the attempt is over. */
const WRITING_MS = 2000;
const SWEPT_AT_ONCE = 100;
/** A hanging database may still carry out a statement within this time after its timeout. */
const SURFACING_MS = 10 * 60 * 1000;

/** The provider's input of a call to place, the key that names the intention, and the account that places the call. */
export type CallToPlace = object & { readonly idempotencyKey?: string | null; readonly providerAccount?: AccountName | null };

/**
 * Places calls: one request for one intention. The intention is in the ledger before the request is sent. After
 * an uncertain outcome the call is searched for, and the request is never sent again.
 */
export class Dialer {
  /** This process's attempts that wait for an answer, by intention. */
  private readonly underWay = new Map<string, Promise<DialOutcome>>();
  /** This process's outcomes that could not be written to the store, by intention. */
  private readonly unwritten = new Map<string, Outcome>();
  /**
   * Intentions whose write to the store failed or timed out, each with the time until which it may still be
   * carried out, in epoch milliseconds. Nothing was sent for them, and the clients know that.
   */
  private readonly notSent = new Map<string, number>();
  private readonly earlier: EarlierIntentions;

  constructor(
    private readonly dependencies: DialerDependencies,
    private readonly settings: DialerSettings,
  ) {
    this.earlier = new EarlierIntentions(dependencies, settings, (id) => this.underWay.get(id));
  }

  /** `accounts`: those that the caller may use. `caller`: whose keys count; null if all clients are one caller. */
  async createPhoneCall(input: CallToPlace, accounts: readonly ConnectedAccount[], caller: Caller['identity'], origin?: RequestOrigin): Promise<DialOutcome> {
    const { idempotencyKey, providerAccount = null, ...request } = input;
    const key = idempotencyKey === null || idempotencyKey === undefined || !isProviderId(idempotencyKey) ? null : keyOf(idempotencyKey, caller);
    const hash = inputHash(request);
    const id = randomUUID();
    try {
      // A known key comes first: its input was valid then, but may not be now, such as an instant in the future.
      await this.concludeNotSent();
      const known = key === null ? undefined : await this.dependencies.ledger.byKey(key);
      // A caller whose rights at the account were taken away learns nothing about the call.
      if (known && !isFree(known.state) && !accounts.some(({ account }) => account === known.account)) return keyReused();
      if (known && !isFree(known.state)) return await this.earlier.replay(known, hash, providerAccount ?? known.account, origin);
      const chosen = chooseAccount(accounts, providerAccount);
      const [dialing] = Array.isArray(chosen) ? [] : [chosen];
      const problems = [
        ...invalidInput(await validate(input, { forbidUnknownValues: false })),
        ...ownWebhooks(dialing?.dial.webhooksIn(request) ?? [], this.settings.isOwnAddress),
        ...(Array.isArray(chosen) ? chosen : []),
      ];
      if (problems.length > 0) return { call: null, replayed: false, userErrors: problems };
      if (!dialing) return failed('PROVIDER_UNAVAILABLE', 'No configured account places calls. Configure AICALLER.');
      const traits = dialing.dial.traitsOf(request);
      const claim: Claim = {
        id,
        account: dialing.account,
        idempotencyKey: key,
        inputHash: hash,
        traits,
        hasWebhook: this.webhookFor(dialing, id) !== null,
        attemptEndsAt: this.dependencies.now() + this.settings.timeoutMs + WRITING_MS,
        caller,
        requestId: origin?.requestId ?? null,
      };
      const refusals = numberNotAllowed(traits.toPhoneNumber, this.settings.allowedPrefixes);
      if (refusals.length > 0) {
        await this.dependencies.ledger.auditRefusal(claim);
        return { call: null, replayed: false, userErrors: refusals };
      }
      const { intention, isMine, fullUntil } = await this.claim(claim);
      if (fullUntil) {
        await this.conclude(intention, { state: 'NOT_SENT', reason: tooManyCalls(fullUntil), isNotAllowed: true });
        await this.dependencies.ledger.auditRefusal(claim);
        return failed('NOT_ALLOWED', tooManyCalls(fullUntil));
      }
      return isMine ? await this.carryOut(intention, request, dialing, origin) : await this.earlier.replay(intention, hash, dialing.account, origin);
    } catch (error) {
      if (error instanceof StoreUnavailable) return failed('PROVIDER_UNAVAILABLE', 'The ledger of calls can\'t be used now. Nothing was sent. Ask again.');
      throw error;
    }
  }

  /** Writes outcomes that could not be written before, and looks for open calls that no client waits for. Stops when the signal aborts. @throws StoreUnavailable */
  async sweep(signal: AbortSignal): Promise<void> {
    for (const [id, outcome] of [...this.unwritten]) {
      await this.dependencies.ledger.conclude(id, outcome);
      this.unwritten.delete(id);
    }
    await this.concludeNotSent();
    for (const intention of await this.dependencies.ledger.unsettled(SWEPT_AT_ONCE)) {
      if (signal.aborted) return;
      await this.earlier.lookOnce(intention, changed(contextOf(this.settings.timeoutMs, this.dependencies.now), { urgency: Urgency.SWEEP }));
    }
  }

  /**
   * Handles a notification whose address names an intention. Only the vendor knows that address. The call is
   * read from its provider. @throws StoreUnavailable
   */
  async notified(intentionId: string, providerCallIds: readonly string[], context: UpstreamContext): Promise<void> {
    const call = await this.dependencies.settler.settleNotified(intentionId, providerCallIds, context);
    if (call) this.dependencies.onPlaced(call);
  }

  /** Claims the intention. If that fails nothing is sent, even if the write is carried out later. `fullUntil`: when its caller may place it, if not now. */
  private async claim(claim: Claim): Promise<Claimed & { readonly fullUntil: Date | null }> {
    const { ledger, callsPerHour } = this.dependencies;
    try {
      const claimed = await ledger.claim(claim);
      const fullUntil = claimed.isMine ? await callsPerHour.fullUntil(claimed.intention) : null;
      if (claimed.isMine && !fullUntil) await ledger.auditAttempt(claim);
      return { ...claimed, fullUntil };
    } catch (error) {
      if (error instanceof StoreUnavailable) this.notSent.set(claim.id, this.dependencies.now() + SURFACING_MS);
      throw error;
    }
  }

  /** Marks claims that were carried out after their timeout as not sent, which frees their keys. @throws StoreUnavailable */
  private async concludeNotSent(): Promise<void> {
    for (const [id, until] of [...this.notSent]) {
      await this.dependencies.ledger.conclude(id, { state: 'NOT_SENT', reason: 'The ledger could not be used in time.' });
      if (this.dependencies.now() > until) this.notSent.delete(id);
    }
  }

  private carryOut(intention: IntentionRow, request: object, dialing: DialingAccount, origin?: RequestOrigin): Promise<DialOutcome> {
    const attempt = this.attempt(intention, request, dialing, origin).finally(() => this.underWay.delete(intention.id));
    this.underWay.set(intention.id, attempt);
    return attempt;
  }

  private async attempt(intention: IntentionRow, request: object, dialing: DialingAccount, origin?: RequestOrigin): Promise<DialOutcome> {
    const { dial } = dialing;
    const own = this.webhookFor(dialing, intention.id);
    const body = own ? dial.withWebhook(request, own) : request;
    try {
      const call = await dial.place(body, contextOf(this.settings.timeoutMs, this.dependencies.now, origin));
      await this.conclude(intention, { state: 'PLACED', providerCallId: call.providerCallId });
      this.dependencies.onPlaced(call);
      return { call, replayed: false, userErrors: [] };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const outcome = judge(error);
      await this.conclude(intention, outcome);
      return outcome.state === 'UNKNOWN' ? this.earlier.look(intention, false, origin) : explain(outcome, false);
    }
  }

  /** The webhook through which the provider notifies us of an intention's call; null if it can't reach us. */
  private webhookFor({ account, dial, events }: DialingAccount, intentionId: string): CompletionWebhook | null {
    const url = events ? this.settings.eventAddress(account, intentionId) : null;
    return url !== null ? { url, subscribedEvent: dial.completionEvent } : null;
  }

  /** Writes an outcome. The client gets a certain outcome even if the write fails; later it is found by looking. */
  private async conclude(intention: IntentionRow, outcome: Outcome): Promise<void> {
    try {
      await this.dependencies.ledger.conclude(intention.id, outcome);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      this.unwritten.set(intention.id, outcome);
    }
  }

}
