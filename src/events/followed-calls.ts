import type { TrackedCall, TrackedCalls } from './tracked-calls.js';

/** How long a call is still polled after its subscribers' process last asked for it. */
const WANTED_MS = 120_000;
const RENEW_MS = 5000;
/** Each process renews its interest in its calls within this time. */
const LEAVING_MS = 2 * RENEW_MS;
const FIRST_LOOK_MS = 2000;
/** Limit for the calls that all subscribers of one process name. */
const MOST_FOLLOWED = 10_000;

/**
 * The calls that subscribers of this process name. They are polled while somebody subscribes: the process
 * renews its interest regularly, and calls without interest are forgotten.
 */
export class FollowedCalls {
  private renewedAt = 0;
  private readonly followers = new Map<string, { readonly call: TrackedCall; count: number }>();

  constructor(
    private readonly calls: TrackedCalls,
    private readonly now: () => number,
  ) {}

  /** Whether `count` more calls fit below the limit. */
  hasRoomFor(calls: readonly TrackedCall[]): boolean {
    return this.followers.size + calls.filter((call) => !this.followers.has(keyOf(call))).length <= MOST_FOLLOWED;
  }

  /** Begins to follow calls, and polls given-up ones often again. @throws StoreUnavailable; then only notifications report their changes */
  async follow(calls: readonly TrackedCall[]): Promise<void> {
    for (const call of calls) {
      const follower = this.followers.get(keyOf(call)) ?? { call, count: 0 };
      follower.count += 1;
      this.followers.set(keyOf(call), follower);
    }
    const now = this.now();
    if (calls.length > 0) await this.calls.add(calls, { now, lookAt: now + FIRST_LOOK_MS, wantedUntil: now + WANTED_MS });
  }

  /** Ends following for one subscriber. @throws StoreUnavailable; then the calls are forgotten after a while */
  async leave(calls: readonly TrackedCall[]): Promise<void> {
    const left: TrackedCall[] = [];
    for (const call of calls) {
      const follower = this.followers.get(keyOf(call));
      if (!follower) continue;
      follower.count -= 1;
      if (follower.count > 0) continue;
      this.followers.delete(keyOf(call));
      left.push(call);
    }
    if (left.length > 0) await this.calls.leave(left, this.now() + LEAVING_MS);
  }

  /** Renews the interest in the calls when it is due. To be called every few seconds. @throws StoreUnavailable */
  async renew(): Promise<void> {
    if (this.now() < this.renewedAt + RENEW_MS) return;
    this.renewedAt = this.now();
    const calls = [...this.followers.values()].map(({ call }) => call);
    if (calls.length > 0) await this.calls.want(calls, this.now() + WANTED_MS);
  }
}

function keyOf({ account, providerCallId }: TrackedCall): string {
  return `${account} ${providerCallId}`;
}
