import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { validate } from 'class-validator';
import type { Call } from '../model/call.js';
import type { CallProviderName } from '../model/call-provider.js';
import { isProviderId } from '../model/provider-id.js';
import type { CallMarks, PhoneCallRequest } from '../providers/phone-call-request.js';
import type { CallProvider, DialCapability } from '../providers/provider.js';
import { type RequestOrigin, type UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import { ProviderError } from '../upstream/provider-error.js';
import { StoreUnavailable } from '../store/store.js';
import type { IntentionRow } from '../store/tables.js';
import type { CreatePhoneCallInput } from './create-phone-call.input.js';
import { type DialOutcome, explain, failed, judge } from './dial-outcome.js';
import { inputHash } from './input-hash.js';
import { type Claim, type Claimed, isFree, type Ledger, type Outcome } from './ledger.js';
import type { Settled, Settler } from './settler.js';
import { invalidInput, ownWebhooks } from './user-error.js';

export interface DialerSettings {
  /** How long a provider may take to place a call, in milliseconds. A client that goes away doesn't shorten it. */
  readonly timeoutMs: number;
  /** How long a lost answer is looked for while the client waits, in milliseconds. */
  readonly patienceMs: number;
  /** The webhook to be told of an intention's call by; null where we can't be reached. */
  readonly ownWebhook: (intentionId: string) => { readonly url: string; readonly subscribedEvent: string } | null;
  /** Whether an address is one of ours for notifications. */
  readonly isOwnWebhook: (url: string) => boolean;
}

export interface DialerDependencies {
  readonly providers: readonly CallProvider[];
  readonly ledger: Ledger;
  readonly settler: Settler;
  readonly now: () => number;
  /** The call as it was last read or placed here; null where nothing is known of it. */
  readonly lastKnown: (provider: CallProviderName, providerCallId: string) => Call | null;
  /** Told of every call that was placed. */
  readonly onPlaced: (call: Call) => void;
}

/** Between two looks for a lost answer, or at another process's attempt, in milliseconds. */
const LOOK_AGAIN_MS = 250;
/** An attempt is over so long after its request was given up: by then its outcome is written, or never will be. */
const WRITING_MS = 2000;
const SWEPT_AT_ONCE = 100;
/** A database that hangs may carry out later what was given up. */
const SURFACING_MS = 10 * 60 * 1000;

/**
 * Has calls placed: one request for one intention. The ledger knows of it before the request leaves;
 * whatever is not certain afterwards is looked for, and never sent again.
 */
export class Dialer {
  private readonly dialing: { readonly provider: CallProvider; readonly dial: DialCapability } | undefined;
  /** Attempts of this process whose answer is still awaited, by intention. */
  private readonly underWay = new Map<string, Promise<DialOutcome>>();
  /** Outcomes of this process that the store would not take, by intention. */
  private readonly unwritten = new Map<string, Outcome>();
  /**
   * Intentions that the store would not take, and until when, in epoch milliseconds, it may turn out that it
   * did: nothing was sent for them, and their clients were told so.
   */
  private readonly notSent = new Map<string, number>();
  /** Looks for lost answers that clients of this process wait for, by intention. */
  private readonly looking = new Map<string, Promise<DialOutcome>>();

  constructor(
    private readonly dependencies: DialerDependencies,
    private readonly settings: DialerSettings,
  ) {
    this.dialing = dependencies.providers.flatMap((provider) => (provider.dial ? [{ provider, dial: provider.dial }] : []))[0];
  }

  async createPhoneCall(input: CreatePhoneCallInput, origin?: RequestOrigin): Promise<DialOutcome> {
    const { idempotencyKey: key = null, ...request } = input;
    const hash = inputHash(request);
    const id = randomUUID();
    try {
      // A known key first: what was valid then, such as an instant in the future, need not be valid now.
      await this.concludeNotSent();
      const known = key === null || !isProviderId(key) ? undefined : await this.dependencies.ledger.byKey(key);
      if (known && !isFree(known.state)) return await this.replay(known, hash, origin);
      const problems = [...invalidInput(await validate(input, { forbidUnknownValues: false })), ...ownWebhooks(request, this.settings.isOwnWebhook)];
      if (problems.length > 0) return { call: null, replayed: false, userErrors: problems };
      if (!this.dialing) return failed('PROVIDER_UNAVAILABLE', 'No configured provider places calls; AICALLER would.');
      const { intention, isMine } = await this.claim({
        id,
        provider: this.dialing.provider.name,
        idempotencyKey: key,
        inputHash: hash,
        marks: marksOf(request),
        hasWebhook: this.settings.ownWebhook('') !== null,
        attemptEndsAt: this.dependencies.now() + this.settings.timeoutMs + WRITING_MS,
      });
      return isMine ? await this.carryOut(intention, request, this.dialing.dial, origin) : await this.replay(intention, hash, origin);
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
      await this.lookOnce(intention, { ...this.context(), urgency: Urgency.SWEEP });
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

  private carryOut(intention: IntentionRow, request: PhoneCallRequest, dial: DialCapability, origin?: RequestOrigin): Promise<DialOutcome> {
    const attempt = this.attempt(intention, request, dial, origin).finally(() => this.underWay.delete(intention.id));
    this.underWay.set(intention.id, attempt);
    return attempt;
  }

  private async attempt(intention: IntentionRow, request: PhoneCallRequest, dial: DialCapability, origin?: RequestOrigin): Promise<DialOutcome> {
    const own = this.settings.ownWebhook(intention.id);
    const body = own ? { ...request, phoneCallWebhooks: [...(request.phoneCallWebhooks ?? []), own] } : request;
    try {
      const call = await dial.place(body, this.context(origin));
      await this.conclude(intention, { state: 'PLACED', providerCallId: call.providerCallId });
      this.dependencies.onPlaced(call);
      return { call, replayed: false, userErrors: [] };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const outcome = judge(error);
      await this.conclude(intention, outcome);
      return outcome.state === 'UNKNOWN' ? this.lookWithPatience(intention, false, origin) : explain(outcome, false);
    }
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

  /** Answers for a key that was used before. Waits for an attempt that is under way, here or in another process. */
  private async replay(intention: IntentionRow, hash: string, origin?: RequestOrigin): Promise<DialOutcome> {
    let row = intention;
    for (;;) {
      if (row.input_hash !== hash) return failed('IDEMPOTENCY_KEY_REUSED', 'This key belongs to another input. Nothing was sent.', ['idempotencyKey']);
      if (row.state !== 'ATTEMPTED' || this.dependencies.now() >= row.attempt_ends_at) break;
      const here = this.underWay.get(row.id);
      if (here) return { ...(await here), replayed: true };
      await wait(LOOK_AGAIN_MS);
      row = (await this.dependencies.ledger.byKey(row.idempotency_key ?? '')) ?? row;
    }
    if (row.state === 'ATTEMPTED' || row.state === 'UNKNOWN') return this.lookWithPatience(row, true, origin);
    return this.tell(row, true, origin);
  }

  /** Looks for the call of a lost answer for as long as a client can be expected to wait. Who asks meanwhile looks along. */
  private async lookWithPatience(intention: IntentionRow, replayed: boolean, origin?: RequestOrigin): Promise<DialOutcome> {
    const looking = this.looking.get(intention.id) ?? this.look(intention, origin).finally(() => this.looking.delete(intention.id));
    this.looking.set(intention.id, looking);
    return { ...(await looking), replayed };
  }

  private async look(intention: IntentionRow, origin?: RequestOrigin): Promise<DialOutcome> {
    const until = this.dependencies.now() + this.settings.patienceMs;
    for (let pause = LOOK_AGAIN_MS; ; pause *= 2) {
      const settled = await this.lookOnce(intention, this.context(origin));
      if (settled?.call) return { call: settled.call, replayed: false, userErrors: [] };
      if (settled) return explain(settled.outcome, false);
      if (this.dependencies.now() + pause > until) return explain({ state: 'UNKNOWN' }, false);
      await wait(pause);
    }
  }

  /** Null where it can't be said yet: nothing found, or nobody to ask. The request may have been sent, whatever fails here. */
  private async lookOnce(intention: IntentionRow, context: UpstreamContext): Promise<Settled | null> {
    try {
      const settled = await this.dependencies.settler.settle(intention, context);
      if (settled?.call) this.dependencies.onPlaced(settled.call);
      return settled;
    } catch (error) {
      if (error instanceof ProviderError || error instanceof StoreUnavailable) return null;
      throw error;
    }
  }

  private async tell({ state, provider, provider_call_id: providerCallId, reason }: IntentionRow, replayed: boolean, origin?: RequestOrigin): Promise<DialOutcome> {
    if (state !== 'PLACED' || providerCallId === null) {
      return explain({ state: state === 'ATTEMPTED' ? 'UNKNOWN' : state, ...(reason !== null && { reason }) }, replayed);
    }
    const lookup = this.dependencies.providers.find(({ name }) => name === provider)?.lookup;
    const [found] = (await lookup?.find([{ providerCallId }], this.context(origin))) ?? [];
    const call = found instanceof ProviderError ? this.dependencies.lastKnown(provider, providerCallId) : found;
    if (call) return { call, replayed, userErrors: [] };
    // No code that invites to dial again: the phone rang.
    const message = `The call was placed, as ${provider} ${providerCallId}, but can't be read now: ask again with the same key.`;
    return { ...failed('OUTCOME_UNKNOWN', message), replayed };
  }

  /** Its time is its own: a client that goes away doesn't stop a call that is being placed. */
  private context(origin?: RequestOrigin): UpstreamContext {
    const { timeoutMs } = this.settings;
    return { signal: AbortSignal.timeout(timeoutMs), deadlineAt: this.dependencies.now() + timeoutMs, urgency: Urgency.INTERACTIVE, isFresh: false, origin };
  }
}

/** In one order, so that attempts that look alike are written alike. */
function marksOf({ toPhoneNumber, callTemplateId, nameOfHuman, promptVariableValues }: PhoneCallRequest): CallMarks {
  const variables = promptVariableValues.map(({ key, value }) => ({ key, value }));
  const inOrder = variables.sort((a, b) => (JSON.stringify([a.key, a.value]) < JSON.stringify([b.key, b.value]) ? -1 : 1));
  return { toPhoneNumber, callTemplateId, nameOfHuman, promptVariableValues: inOrder };
}
