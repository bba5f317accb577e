import type { Claim } from '../lookup/shared-calls.js';
import { type CallChanges, type CallName, CHANNEL } from './call-changes.js';
import type { SharedRedis } from './redis.js';

/** Calls whose newest state did not reach Redis. With more of them, nothing in Redis is believed. */
const MOST = 5000;
/** How soon others are told after Redis is back, in milliseconds. */
const TELL_MS = 100;

interface Undelivered extends CallName {
  /** Of the read that could not be told. Null if it had none. */
  readonly claim: Claim | null;
}

/** What this process knows to be outdated in Redis. It is deleted there before Redis is believed again. */
export class UndeliveredChanges {
  /** By the keys of the entries. */
  private readonly undelivered = new Map<string, Undelivered>();
  private isAll = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly redis: SharedRedis,
    private readonly changes: CallChanges,
    /** How long an entry is kept at most, in milliseconds. */
    private readonly keptMs: number,
    /** Called when the others have been told: what this process knows of the call may be outdated, too. Without one, of all calls. */
    private readonly told: (call?: CallName) => void,
  ) {
    this.timer = setInterval(() => void this.tell(), TELL_MS).unref();
  }

  note(key: string, { account, providerCallId }: CallName, claim: Claim | null): void {
    if (this.undelivered.size < MOST) this.undelivered.set(key, { account, providerCallId, claim });
    else this.isAll = true;
  }

  /** Nothing that stands in Redis is to be believed. */
  noteAll(): void {
    this.isAll = true;
  }

  /** What was told under this claim has reached Redis after all. */
  wasTold(key: string, claim: Claim): void {
    if (this.undelivered.get(key)?.claim === claim) this.undelivered.delete(key);
  }

  /** Returns false if Redis still has what is outdated. */
  async tell(): Promise<boolean> {
    if (this.undelivered.size === 0 && !this.isAll) return true;
    const undelivered = [...this.undelivered];
    const { isAll, changes, keptMs } = this;
    // What is noted from now on has to be told again.
    this.isAll = false;
    const replies = await this.redis.ask((commands) => {
      if (isAll) commands.forgetAll(CHANNEL, changes.message(), keptMs);
      else for (const [key, { account, providerCallId }] of undelivered) commands.forgetCall(key, CHANNEL, changes.message({ account, providerCallId }));
    });
    if (!replies?.every((reply) => 'value' in reply)) {
      this.isAll ||= isAll;
      return false;
    }
    for (const [key, one] of undelivered) {
      if (this.undelivered.get(key) === one) this.undelivered.delete(key);
      this.told(one);
    }
    if (isAll) this.told();
    return true;
  }

  close(): void {
    clearInterval(this.timer);
  }
}
