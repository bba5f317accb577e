import { GraphQLError } from 'graphql';
import type { OperationCost } from '../graph/cost/operation-cost.js';

/** About what an operation takes while it is executed, in bytes: for a row that it looks up, and for a value of its response. */
const BYTES_PER_ROW = 1024;
const BYTES_PER_VALUE = 64;
/** A smaller operation needs no room: a thousand of them fit. */
const SMALL_BYTES = 256 * 1024;
/** As many operations of the largest cost have room at once. */
const LARGEST_AT_ONCE = 4;
/** More would not be executed in time. */
const MOST_WAITING = 200;

interface Waiting {
  readonly bytes: number;
  readonly admit: () => void;
}

/** Limits the memory of the large operations that are executed at once, by what they cost at most. Others wait. */
export class OperationRoom {
  private readonly maxBytes: number;
  private taken = 0;
  /** Oldest first. */
  private readonly waiting = new Set<Waiting>();

  /** `limit`: the highest cost that one operation may have. */
  constructor(limit: OperationCost) {
    this.maxBytes = LARGEST_AT_ONCE * bytesFor(limit);
  }

  /**
   * Waits until there is room for an operation. Returns a function to call when its response is written. It leaves
   * also when `ended` aborts. @throws GraphQLError OVERLOADED if there is no room in time, or too many wait
   */
  async enter(cost: OperationCost | null, ended: AbortSignal): Promise<() => void> {
    const bytes = cost ? bytesFor(cost) : 0;
    if (bytes <= SMALL_BYTES || ended.aborted) return () => undefined;
    if (!this.take(bytes)) await this.roomFor(bytes, ended);
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

  private roomFor(bytes: number, ended: AbortSignal): Promise<void> {
    if (this.waiting.size >= MOST_WAITING) throw overloaded();
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.waiting.delete(one);
        reject(overloaded());
      };
      const one = {
        bytes,
        admit: () => {
          ended.removeEventListener('abort', stop);
          resolve();
        },
      };
      this.waiting.add(one);
      ended.addEventListener('abort', stop, { once: true });
    });
  }

  private take(bytes: number): boolean {
    if (this.taken + bytes > this.maxBytes) return false;
    this.taken += bytes;
    return true;
  }

  private free(bytes: number): void {
    this.taken -= bytes;
    for (const one of this.waiting) {
      if (!this.take(one.bytes)) continue;
      this.waiting.delete(one);
      one.admit();
    }
  }
}

function bytesFor({ rows, values }: OperationCost): number {
  return rows * BYTES_PER_ROW + values * BYTES_PER_VALUE;
}

function overloaded(): GraphQLError {
  return new GraphQLError('Too many large operations are in progress. Request less, or retry later.', { extensions: { code: 'OVERLOADED' } });
}
