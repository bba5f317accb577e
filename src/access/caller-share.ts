import type { AccountName } from '../model/account.js';
import { RateLimited } from './access-error.js';

/** What one caller may use at once, so that there is something left for others. */
export interface ShareLimits {
  /** Operations in progress. */
  readonly operations: number;
  /** Open WebSockets. */
  readonly sockets: number;
}

const MINUTE_MS = 60_000;
/** An operation usually ends within this time. */
const OPERATION_MS = 1000;

/** What one caller uses now. */
export class CallerShare {
  private operations = 0;
  private sockets = 0;
  /** The requests of the current minute. It begins with the first request. */
  private readonly minutes = new Map<AccountName, { requests: number; readonly endsAt: number }>();

  /** `now`: epoch milliseconds. */
  constructor(
    private readonly limits: ShareLimits,
    private readonly now: () => number,
  ) {}

  /** Counts an operation until the signal aborts. @throws RateLimited */
  beginOperation(ended: AbortSignal): void {
    if (this.operations >= this.limits.operations) throw new RateLimited(`A caller may have at most ${this.limits.operations} operations in progress.`, new Date(this.now() + OPERATION_MS));
    if (ended.aborted) return;
    this.operations += 1;
    ended.addEventListener('abort', () => (this.operations -= 1), { once: true });
  }

  /** Counts a WebSocket until the returned function is called. @throws RateLimited */
  openSocket(): () => void {
    if (this.sockets >= this.limits.sockets) throw new RateLimited(`A caller may have at most ${this.limits.sockets} open WebSockets.`, new Date(this.now() + OPERATION_MS));
    this.sockets += 1;
    return () => (this.sockets -= 1);
  }

  /** How long the caller has to wait before the next request to an account, in milliseconds. */
  waitMs(account: AccountName, perMinute: number): number {
    const minute = this.minutes.get(account);
    return minute && minute.requests >= perMinute ? Math.max(0, minute.endsAt - this.now()) : 0;
  }

  /** Counts a request to an account, or a part of one that others share. */
  sent(account: AccountName, part: number): void {
    const minute = this.minutes.get(account);
    if (minute && this.now() < minute.endsAt) minute.requests += part;
    else this.minutes.set(account, { requests: part, endsAt: this.now() + MINUTE_MS });
  }
}
