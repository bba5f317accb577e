import type { TrackedCall, TrackedCalls } from './tracked-calls.js';

/** How long after its subscribers' last sign of life a call is still looked at. */
const WANTED_MS = 120_000;
const RENEW_MS = 5000;
/** Every process that still wants a call says so again within this time. */
const LEAVING_MS = 2 * RENEW_MS;
const FIRST_LOOK_MS = 2000;
/** Calls that the subscribers of one process name, all together. */
const MOST_FOLLOWED = 10_000;

/**
 * Calls that subscribers of this process name. They are looked at while somebody listens, and no longer:
 * this process says again and again that it wants them, and what it no longer says is forgotten.
 */
export class FollowedCalls {
  private renewedAt = 0;
  private readonly followers = new Map<string, { readonly call: TrackedCall; count: number }>();

  constructor(
    private readonly calls: TrackedCalls,
    private readonly now: () => number,
  ) {}

  /** Whether so many more calls can be followed. */
  hasRoomFor(calls: readonly TrackedCall[]): boolean {
    return this.followers.size + calls.filter((call) => !this.followers.has(keyOf(call))).length <= MOST_FOLLOWED;
  }

  /** Follows calls, closely again where they were given up. @throws StoreUnavailable: then only notifications tell of them */
  async follow(calls: readonly TrackedCall[]): Promise<void> {
    for (const call of calls) {
      const follower = this.followers.get(keyOf(call)) ?? { call, count: 0 };
      follower.count += 1;
      this.followers.set(keyOf(call), follower);
    }
    const now = this.now();
    if (calls.length > 0) await this.calls.add(calls, { now, lookAt: now + FIRST_LOOK_MS, wantedUntil: now + WANTED_MS });
  }

  /** Ends what was begun for one subscriber. @throws StoreUnavailable: then they are forgotten after a while */
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

  /** Says that the calls are still wanted, where it is time to. To be called every few seconds. @throws StoreUnavailable */
  async renew(): Promise<void> {
    if (this.now() < this.renewedAt + RENEW_MS) return;
    this.renewedAt = this.now();
    const calls = [...this.followers.values()].map(({ call }) => call);
    if (calls.length > 0) await this.calls.want(calls, this.now() + WANTED_MS);
  }
}

function keyOf({ provider, providerCallId }: TrackedCall): string {
  return `${provider} ${providerCallId}`;
}
