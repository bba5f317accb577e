import { randomUUID } from 'node:crypto';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Counter } from '../upstream/request-counts.js';
import type { Commands } from './scripts.js';
import type { SharedRedis } from './redis.js';

const PREFIX = 'switchboard:requests:';

/**
 * Counts the requests of the last seconds under a key, for all processes that share a Redis. Unlike a count that
 * begins anew each minute, it never lets twice the limit pass around a minute's end.
 */
export class SlidingWindow implements Counter {
  constructor(
    private readonly redis: SharedRedis,
    /** Requests that are allowed in the window. */
    public points: number,
    private readonly seconds: number,
  ) {}

  /** Counts a request. `msBeforeNext`: until the oldest one leaves the window. */
  consume(key: string): Promise<RateLimiterRes> {
    return this.count((commands) => commands.countRequest(...keysOf(key), this.seconds * 1000, randomUUID()));
  }

  /** Takes the newest request back. */
  reward(key: string): Promise<RateLimiterRes> {
    return this.count((commands) => commands.takeRequestBack(...keysOf(key), this.seconds * 1000));
  }

  /** `msBeforeNext`: until all requests have left the window. */
  async get(key: string): Promise<RateLimiterRes | null> {
    const counted = await this.count((commands) => commands.requestsCounted(...keysOf(key), this.seconds * 1000));
    return counted.consumedPoints > 0 ? counted : null;
  }

  /** The window has this number of requests. They all leave it after `seconds`. */
  set(key: string, requests: number, seconds: number): Promise<RateLimiterRes> {
    return this.count((commands) => commands.setRequests(...keysOf(key), this.seconds * 1000, requests, seconds * 1000));
  }

  /** @throws if Redis does not answer */
  private async count(command: (commands: Commands) => void): Promise<RateLimiterRes> {
    const [reply] = (await this.redis.ask(command)) ?? [];
    if (!reply || 'error' in reply) throw new Error('The shared cache does not answer.');
    const [consumed = 0, msBeforeNext = 0] = reply.value as number[];
    return new RateLimiterRes(Math.max(0, this.points - consumed), msBeforeNext, consumed, consumed === 1);
  }
}

function keysOf(key: string): readonly [requests: string, set: string] {
  return [PREFIX + key, `${PREFIX}${key}:set`];
}
