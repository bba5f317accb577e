import { setTimeout as wait } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Call } from '../model/call.js';
import type { AccountName } from '../model/account.js';
import { progressOf } from '../model/call-status.js';
import { withKnown } from '../model/known-values.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { changed, type UpstreamContext } from '../upstream/upstream-context.js';
import { ProviderError } from '../upstream/provider-error.js';
import { StoreUnavailable } from '../store/store.js';
import type { TrackedCallRow } from '../store/tables.js';
import type { RecordedChanges } from './recorded-changes.js';
import type { CallChange, ChangeBus } from './changes.js';
import { fingerprintOf } from './fingerprint.js';
import { UNTIL_IT_IS_OVER } from '../store/tables.js';
import type { TrackedCall, TrackedCalls } from './tracked-calls.js';

const FIRST_LOOK_MS = 2000;
const SLOWEST_LOOK_MS = 5 * 60 * 1000;
const GIVE_UP_MS = 24 * 60 * 60 * 1000;
const RECENT_CHANGES = 1000;
/** A process that takes a call has this time to read it. */
const LEASE_MS = 30_000;
/** Limit for ids that no provider has shown yet, since they may be made up; or one request's worth, if that is more. */
const MOST_UNSEEN = 10;
const FIRST_RETRY_MS = 250;
const SLOWEST_RETRY_MS = 10_000;

/**
 * Follows calls. It reads them after notifications, polls them until they are over, and announces each
 * change once. A call's state never goes back, and known values are kept. A call that no provider has shown
 * is looked for once.
 */
export class CallTracker {
  /** Recent states of changed calls, so that subscribers here don't read the store. */
  private readonly recent = new LRUCache<string, Call>({ max: RECENT_CHANGES });
  private readonly reading = new Map<string, Promise<Call | null>>();

  constructor(
    private readonly accounts: readonly ConnectedAccount[],
    private readonly calls: TrackedCalls,
    private readonly changes: RecordedChanges,
    private readonly bus: ChangeBus,
    private readonly now: () => number,
  ) {}

  /** Follows a call, whose present state is given, until it is over. Announces it. @throws StoreUnavailable */
  async follow(call: Call): Promise<void> {
    await this.add([{ ...call, createdAt: call.createdAt.getTime() }]);
    await this.see(call);
  }

  /** Reads calls of one provider and announces those that changed. Returns those that could not be read. @throws StoreUnavailable */
  async lookAtAll(account: AccountName, providerCallIds: readonly string[], context: UpstreamContext): Promise<Set<string>> {
    await this.add(providerCallIds.map((providerCallId) => ({ account, providerCallId })));
    const rows = await Promise.all(providerCallIds.map((providerCallId) => this.calls.read({ account, providerCallId })));
    return this.lookAt(account, rows.filter((row) => row !== undefined), context);
  }

  /** Reads the calls that are due. @throws StoreUnavailable */
  async poll(most: number, context: UpstreamContext): Promise<void> {
    const now = this.now();
    await Promise.all(
      this.accounts.map(async ({ account, lookup }) => {
        const mostUnseen = Math.min(most, Math.max(MOST_UNSEEN, lookup.idsPerRequest ?? 0));
        await this.lookAt(account, await this.calls.takeDue(account, { now, leasedUntil: now + LEASE_MS, most, mostUnseen }), context);
      }),
    );
  }

  /**
   * The call as it was after a change; null if it was deleted. Retries until it is known, because a
   * subscriber would otherwise miss the change. Rejects when the signal aborts.
   */
  async callOf(change: CallChange, context: UpstreamContext): Promise<Call | null> {
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(SLOWEST_RETRY_MS, 2 * pause)) {
      try {
        return await this.read(change, context);
      } catch (error) {
        if (!(error instanceof StoreUnavailable || error instanceof ProviderError)) throw error;
      }
      await wait(pause, undefined, { signal: context.signal, ref: false });
    }
  }

  private read(change: CallChange, context: UpstreamContext): Promise<Call | null> {
    const key = keyOf(change);
    const recent = this.recent.get(key);
    if (recent) return Promise.resolve(recent);
    // All subscribers of this process share one look-up. It continues when one of them disconnects.
    const forAll = changed(context, { signal: new AbortController().signal });
    const reading = this.reading.get(key) ?? this.readChange(change, forAll).finally(() => this.reading.delete(key));
    this.reading.set(key, reading);
    return reading;
  }

  private async readChange(change: CallChange, context: UpstreamContext): Promise<Call | null> {
    const call = (await this.changes.stateAfter(change)) ?? (await this.askFor(change, context));
    if (call) this.recent.set(keyOf(change), call);
    return call;
  }

  /** For a change that is no longer kept, or was encrypted with other credentials. */
  private async askFor({ account, providerCallId }: CallChange, context: UpstreamContext): Promise<Call | null> {
    const lookup = this.accounts.find((one) => one.account === account)?.lookup;
    const [found] = (await lookup?.find([{ providerCallId }], freshly(changed(context, { deadlineAt: this.now() + LEASE_MS })))) ?? [];
    if (found instanceof ProviderError) throw found;
    return found ?? null;
  }

  private add(calls: readonly TrackedCall[]): Promise<void> {
    const now = this.now();
    return this.calls.add(calls, { now, lookAt: now + FIRST_LOOK_MS, wantedUntil: UNTIL_IT_IS_OVER });
  }

  private async lookAt(account: AccountName, rows: readonly TrackedCallRow[], context: UpstreamContext): Promise<Set<string>> {
    const failed = new Set<string>();
    const lookup = this.accounts.find((one) => one.account === account)?.lookup;
    const found = rows.length > 0 ? ((await lookup?.find(rows.map(referenceOf), freshly(context))) ?? []) : [];
    for (const [index, row] of rows.entries()) {
      const call = found[index] ?? null;
      if (call instanceof ProviderError) {
        failed.add(row.provider_call_id);
        await this.calls.update(row, this.nextLook(row));
      } else if (call) await this.see(call);
      else if (row.version === 0) await this.calls.forgetUnseen(row);
      else await this.calls.update(row, this.nextLook(row));
    }
    return failed;
  }

  /** Compares a call with its last state. If several processes see the same change, one of them announces it. */
  private async see(call: Call): Promise<void> {
    const { account, providerCallId } = call;
    const row = await this.calls.read({ account, providerCallId });
    // The call is no longer followed.
    if (!row) return;
    const known = this.calls.knownOf(row);
    const whole = known ? withKnown(call, known) : call;
    const fingerprint = fingerprintOf(whole);
    const progress = progressOf(whole.status);
    if (fingerprint === row.fingerprint || progress < row.progress) return void (await this.calls.update(row, this.nextLook(row, whole)));
    const change: CallChange = { account, providerCallId, callId: whole.id, version: row.version + 1 };
    const seen = { fingerprint, progress, created_at: whole.isTimeless ? null : whole.createdAt.getTime(), changed_at: this.now(), ...this.nextLook(row, whole) };
    const isMine = await this.calls.recordChange(row, whole, change, seen, async (transaction) => {
      // Before the announcement, because it may arrive here before the transaction returns.
      this.recent.set(keyOf(change), whole);
      await this.bus.announce(change, transaction);
    });
    if (isMine) this.bus.committed(change);
    else {
      this.recent.delete(keyOf(change));
      await this.see(call);
    }
  }

  /** The time of the next poll. Intervals grow. A settled call is not polled again, and one that never ends is given up. */
  private nextLook({ looks, updated_at }: TrackedCallRow, call?: Call): Pick<TrackedCallRow, 'look_at' | 'looks' | 'updated_at'> {
    const now = this.now();
    const isOver = call?.isSettledAt(now) ?? now - updated_at > GIVE_UP_MS;
    const pause = Math.min(SLOWEST_LOOK_MS, FIRST_LOOK_MS * 2 ** Math.min(looks, 10));
    return { look_at: isOver ? null : now + pause, looks: looks + 1, updated_at: call ? now : updated_at };
  }
}

function keyOf({ account, providerCallId, version }: CallChange): string {
  return `${account} ${providerCallId} ${version}`;
}

/** A change can only be found by reading the call from its provider. */
function freshly(context: UpstreamContext): UpstreamContext {
  return changed(context, { isFresh: true });
}

function referenceOf({ provider_call_id: providerCallId, created_at }: TrackedCallRow) {
  return { providerCallId, hint: created_at === null ? null : new Date(created_at) };
}
