import { LRUCache } from 'lru-cache';
import type { AccountName } from '../model/account.js';
import type { CallChange, ChangeBus } from './changes.js';

/** The changes that a subscriber wants. An absent list means all. */
export interface Interest {
  readonly accounts?: readonly AccountName[] | null;
  readonly calls?: readonly { readonly account: AccountName; readonly providerCallId: string }[] | null;
}

/** Limit for the changes that wait for one subscriber. */
const LONGEST_QUEUE = 1000;
const REMEMBERED_CALLS = 100_000;

/** Ends the subscription of a subscriber that is too slow. Dropping changes silently would be worse. */
export class FellBehind extends Error {
  override readonly name = 'FellBehind';

  constructor() {
    super(`More than ${LONGEST_QUEUE} changes were waiting. Subscribe again, and read the calls that may have changed.`);
  }
}

/** Delivers changes to subscribers. Each subscriber has its own queue, so that a slow one delays no other. */
export class Subscribers {
  private readonly queues = new Set<ChangeQueue>();

  /** The newest delivered version of each call. Repeated and outdated changes are dropped. */
  private readonly newest = new LRUCache<string, number>({ maxSize: REMEMBERED_CALLS, sizeCalculation: () => 1 });

  constructor(bus: ChangeBus) {
    bus.listen((change, foundAt) => {
      const key = keyOf(change);
      if (change.version <= (this.newest.get(key) ?? 0)) return;
      this.newest.set(key, change.version);
      for (const queue of this.queues) if (foundAt === undefined || foundAt >= queue.since) queue.offer(change);
    });
  }

  get count(): number {
    return this.queues.size;
  }

  /** The changes from now on, until either side ends the iteration. */
  subscribe(interest: Interest): AsyncIterableIterator<CallChange> {
    const queue = new ChangeQueue(interest, () => this.queues.delete(queue));
    this.queues.add(queue);
    return queue;
  }

  /** Completes all subscriptions. */
  endAll(): void {
    for (const queue of [...this.queues]) void queue.return();
  }
}

class ChangeQueue implements AsyncIterableIterator<CallChange> {
  /** When it was subscribed to, in epoch milliseconds. */
  readonly since = Date.now();
  private readonly waiting: CallChange[] = [];
  private readonly askers: PromiseWithResolve[] = [];
  private ended = false;
  private failure: Error | null = null;

  private readonly accounts: ReadonlySet<string> | null;
  private readonly calls: ReadonlySet<string> | null;

  constructor(
    { accounts, calls }: Interest,
    private readonly onEnd: () => void,
  ) {
    this.accounts = accounts ? new Set(accounts) : null;
    this.calls = calls ? new Set(calls.map(keyOf)) : null;
  }

  offer(change: CallChange): void {
    if (this.ended || this.accounts?.has(change.account) === false || this.calls?.has(keyOf(change)) === false) return;
    const asker = this.askers.shift();
    if (asker) return asker.resolve({ value: change, done: false });
    this.waiting.push(change);
    if (this.waiting.length > LONGEST_QUEUE) {
      this.waiting.length = 0;
      this.failure = new FellBehind();
      this.end();
    }
  }

  async next(): Promise<IteratorResult<CallChange>> {
    const change = this.waiting.shift();
    if (change) return { value: change, done: false };
    if (this.failure) {
      const failure = this.failure;
      this.failure = null;
      throw failure;
    }
    if (this.ended) return { value: undefined, done: true };
    return new Promise((resolve) => this.askers.push({ resolve }));
  }

  async return(): Promise<IteratorResult<CallChange>> {
    this.waiting.length = 0;
    this.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private end(): void {
    this.ended = true;
    this.onEnd();
    for (const { resolve } of this.askers.splice(0)) resolve({ value: undefined, done: true });
  }
}

interface PromiseWithResolve {
  readonly resolve: (result: IteratorResult<CallChange>) => void;
}

/** The key of a call. Ids of one call can differ in their hint. */
function keyOf({ account, providerCallId }: { readonly account: AccountName; readonly providerCallId: string }): string {
  return `${account} ${providerCallId}`;
}
