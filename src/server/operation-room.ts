import { GraphQLError } from 'graphql';
import type { OperationCost } from '../graph/cost/operation-cost.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';

/** About what an operation takes while it is executed, in bytes: for a row that it looks up, and for a value of its response. */
const BYTES_PER_ROW = 1024;
const BYTES_PER_VALUE = 64;
/** A smaller operation, such as a page of a hundred calls, need not wait: hundreds of them fit into memory. */
const SMALL_BYTES = 512 * 1024;
/** As many operations of the largest cost have room at once. */
const LARGEST_AT_ONCE = 4;
/** More would not be executed in time. */
const MOST_WAITING = 200;
/** Whoever has waited for this time, in milliseconds, is not overtaken any more. */
const PATIENCE_MS = 2000;

interface Waiting {
  readonly bytes: number;
  readonly since: number;
  readonly admit: () => void;
}

/** Limits the memory of the large operations that are executed at once, by what they cost at most. Others wait. */
export class OperationRoom {
  private readonly maxBytes: number;
  private taken = 0;
  /** Oldest first. */
  private readonly waiting = new Set<Waiting>();

  /** `limit`: the highest cost that one operation may have. `now`: milliseconds of a clock that never goes back. */
  constructor(
    limit: OperationCost,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.maxBytes = LARGEST_AT_ONCE * bytesFor(limit);
  }

  /**
   * Waits until there is room for an operation, but no longer than `withinMs`: it needs the rest of its time for the
   * providers. Returns a function to call when its response is written. It leaves also when `ended` aborts.
   * @throws GraphQLError OVERLOADED if there is no room in time, too many wait, or it has ended before
   */
  async enter(cost: OperationCost | null, ended: AbortSignal, withinMs: number): Promise<() => void> {
    const bytes = cost ? bytesFor(cost) : 0;
    if (bytes <= SMALL_BYTES) return () => undefined;
    if (ended.aborted) throw overloaded();
    if (this.isHeldUp || !this.take(bytes)) await this.roomFor(bytes, ended, withinMs);
    let isInside = true;
    const leave = () => {
      if (!isInside) return;
      isInside = false;
      ended.removeEventListener('abort', leave);
      this.free(bytes);
    };
    ended.addEventListener('abort', leave, { once: true });
    if (ended.aborted) leave();
    return leave;
  }

  private roomFor(bytes: number, ended: AbortSignal, withinMs: number): Promise<void> {
    if (this.waiting.size >= MOST_WAITING) throw overloaded();
    return new Promise((resolve, reject) => {
      const stopWaiting = () => {
        clearTimeout(timer);
        ended.removeEventListener('abort', stop);
      };
      const stop = () => {
        stopWaiting();
        this.waiting.delete(one);
        reject(overloaded());
        this.admit();
      };
      const timer = setTimeout(stop, withinMs).unref();
      const one = {
        bytes,
        since: this.now(),
        admit: () => {
          stopWaiting();
          resolve();
        },
      };
      this.waiting.add(one);
      ended.addEventListener('abort', stop, { once: true });
    });
  }

  /** The oldest has waited for so long that nobody may overtake it. */
  private get isHeldUp(): boolean {
    const [oldest] = this.waiting;
    return oldest !== undefined && this.now() - oldest.since >= PATIENCE_MS;
  }

  private take(bytes: number): boolean {
    if (this.taken + bytes > this.maxBytes) return false;
    this.taken += bytes;
    return true;
  }

  private free(bytes: number): void {
    this.taken -= bytes;
    this.admit();
  }

  /** Lets those in for whom there is room, the oldest first. */
  private admit(): void {
    for (const one of this.waiting) {
      if (!this.take(one.bytes)) {
        if (this.isHeldUp) return;
        continue;
      }
      this.waiting.delete(one);
      one.admit();
    }
  }
}

/** A third of the time that an operation has left, in milliseconds. `now`: epoch milliseconds. */
export function timeToWait({ deadlineAt }: UpstreamContext, now: number): number {
  return Math.max(0, (deadlineAt - now) / 3);
}

function bytesFor({ rows, values }: OperationCost): number {
  return rows * BYTES_PER_ROW + values * BYTES_PER_VALUE;
}

function overloaded(): GraphQLError {
  return new GraphQLError('Too many large operations are in progress. Request less, or retry later.', { extensions: { code: 'OVERLOADED' } });
}
