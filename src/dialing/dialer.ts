import { randomUUID } from 'node:crypto';
import { validate } from 'class-validator';
import { isProviderId } from '../model/provider-id.js';
import type { ConnectedProvider, CompletionWebhook, DialCapability } from '../providers/provider.js';
import { changed, type RequestOrigin, type UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import { ProviderError } from '../upstream/provider-error.js';
import { StoreUnavailable } from '../store/store.js';
import type { IntentionRow } from '../store/tables.js';
import { contextOf } from './dial-context.js';
import type { DialerDependencies, DialerSettings } from './dialer-parts.js';
import { type DialOutcome, explain, failed, judge } from './dial-outcome.js';
import { EarlierIntentions } from './earlier-intentions.js';
import { inputHash } from './input-hash.js';
import { type Claim, type Claimed, isFree, type Outcome } from './ledger.js';
import { invalidInput, ownWebhooks } from './user-error.js';

/** An attempt is over so long after its request was given up: by then its outcome is written, or never will be. */
const WRITING_MS = 2000;
const SWEPT_AT_ONCE = 100;
/** A database that hangs may carry out later what was given up. */
const SURFACING_MS = 10 * 60 * 1000;

/** The provider's input of a call to place, and the key that names the intention. */
export type CallToPlace = object & { readonly idempotencyKey?: string | null };

/**
 * Has calls placed: one request for one intention. The ledger knows of it before the request leaves;
 * whatever is not certain afterwards is looked for, and never sent again.
 */
export class Dialer {
  private readonly dialing: { readonly provider: ConnectedProvider; readonly dial: DialCapability } | undefined;
  /** Attempts of this process whose answer is still awaited, by intention. */
  private readonly underWay = new Map<string, Promise<DialOutcome>>();
  /** Outcomes of this process that the store would not take, by intention. */
  private readonly unwritten = new Map<string, Outcome>();
  /**
   * Intentions that the store would not take, and until when, in epoch milliseconds, it may turn out that it
   * did: nothing was sent for them, and their clients were told so.
   */
  private readonly notSent = new Map<string, number>();
  private readonly earlier: EarlierIntentions;

  constructor(
    private readonly dependencies: DialerDependencies,
    private readonly settings: DialerSettings,
  ) {
    this.earlier = new EarlierIntentions(dependencies, settings, (id) => this.underWay.get(id));
    this.dialing = dependencies.providers.flatMap((provider) => (provider.dial ? [{ provider, dial: provider.dial }] : []))[0];
  }

  async createPhoneCall(input: CallToPlace, origin?: RequestOrigin): Promise<DialOutcome> {
    const { idempotencyKey: key = null, ...request } = input;
    const hash = inputHash(request);
    const id = randomUUID();
    try {
      // A known key first: what was valid then, such as an instant in the future, need not be valid now.
      await this.concludeNotSent();
      const known = key === null || !isProviderId(key) ? undefined : await this.dependencies.ledger.byKey(key);
      if (known && !isFree(known.state)) return await this.earlier.replay(known, hash, origin);
      const problems = [...invalidInput(await validate(input, { forbidUnknownValues: false })), ...ownWebhooks(this.dialing?.dial.webhooksIn(request) ?? [], this.settings.isOwnAddress)];
      if (problems.length > 0) return { call: null, replayed: false, userErrors: problems };
      if (!this.dialing) return failed('PROVIDER_UNAVAILABLE', 'No configured provider places calls; AICALLER would.');
      const { intention, isMine } = await this.claim({
        id,
        provider: this.dialing.provider.name,
        idempotencyKey: key,
        inputHash: hash,
        traits: this.dialing.dial.traitsOf(request),
        hasWebhook: this.webhookFor(id) !== null,
        attemptEndsAt: this.dependencies.now() + this.settings.timeoutMs + WRITING_MS,
      });
      return isMine ? await this.carryOut(intention, request, this.dialing.dial, origin) : await this.earlier.replay(intention, hash, origin);
    } catch (error) {
      if (error instanceof StoreUnavailable) return failed('PROVIDER_UNAVAILABLE', 'The ledger of calls can\'t be used now. This request has sent nothing: ask again.');
      throw error;
    }
  }

  /** Writes down what could not be written, and settles what nobody waits for any more, until the signal stops it. @throws StoreUnavailable */
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
   * A notification names, in its own address, the intention that its call belongs to: nobody else knows that
   * address. The call itself is read from its provider. @throws StoreUnavailable
   */
  async notified(intentionId: string, providerCallIds: readonly string[], context: UpstreamContext): Promise<void> {
    const call = await this.dependencies.settler.settleNotified(intentionId, providerCallIds, context);
    if (call) this.dependencies.onPlaced(call);
  }

  /** What the store would not take is not sent, also where it turns out later that it was written. */
  private async claim(claim: Claim): Promise<Claimed> {
    try {
      return await this.dependencies.ledger.claim(claim);
    } catch (error) {
      if (error instanceof StoreUnavailable) this.notSent.set(claim.id, this.dependencies.now() + SURFACING_MS);
      throw error;
    }
  }

  /** Keeps to what clients were told: a claim that surfaces after all has sent nothing, and its key is free. @throws StoreUnavailable */
  private async concludeNotSent(): Promise<void> {
    for (const [id, until] of [...this.notSent]) {
      await this.dependencies.ledger.conclude(id, { state: 'NOT_SENT', reason: 'The ledger could not be used in time.' });
      if (this.dependencies.now() > until) this.notSent.delete(id);
    }
  }

  private carryOut(intention: IntentionRow, request: object, dial: DialCapability, origin?: RequestOrigin): Promise<DialOutcome> {
    const attempt = this.attempt(intention, request, dial, origin).finally(() => this.underWay.delete(intention.id));
    this.underWay.set(intention.id, attempt);
    return attempt;
  }

  private async attempt(intention: IntentionRow, request: object, dial: DialCapability, origin?: RequestOrigin): Promise<DialOutcome> {
    const own = this.webhookFor(intention.id);
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

  /** The webhook by which the provider tells us of an intention's call; null where it can't. */
  private webhookFor(intentionId: string): CompletionWebhook | null {
    const { provider, dial } = this.dialing ?? {};
    const url = provider?.events ? this.settings.eventAddress(provider.events.path, intentionId) : null;
    return url !== null && dial ? { url, subscribedEvent: dial.completionEvent } : null;
  }

  /** What is certain of an attempt is told even when it can't be written: then it is found again by looking. */
  private async conclude(intention: IntentionRow, outcome: Outcome): Promise<void> {
    try {
      await this.dependencies.ledger.conclude(intention.id, outcome);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      this.unwritten.set(intention.id, outcome);
    }
  }

}
