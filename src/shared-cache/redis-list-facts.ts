import { record } from '../model/json-value.js';
import type { Beginning, ListFacts, SharedListFacts } from '../providers/listing/list-facts.js';
import { readMessage } from './message.js';
import type { SharedRedis } from './redis.js';

const PREFIX = 'switchboard:list:';
/** How long the facts stay after they were last told, in milliseconds. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** What processes that share a Redis learned of one account's list. */
export class RedisListFacts implements SharedListFacts {
  private readonly key: string;

  /** `account`: hash that identifies the account, like its request budget. */
  constructor(
    private readonly redis: SharedRedis,
    account: string,
  ) {
    this.key = PREFIX + account;
  }

  async recall(): Promise<ListFacts | null> {
    const [reply] = (await this.redis.ask((commands) => commands.get(this.key))) ?? [];
    const facts = reply && 'value' in reply && typeof reply.value === 'string' ? record(readMessage(reply.value)) : null;
    if (!facts) return null;
    return { newest: densityIn(facts['newest']), oldest: densityIn(facts['oldest']), beginning: beginningIn(facts['beginning']) };
  }

  keep(facts: ListFacts): void {
    void this.redis.ask((commands) => commands.set(this.key, JSON.stringify(facts), 'PX', KEPT_MS));
  }
}

function densityIn(value: unknown): number | null {
  return isNumber(value) && value > 0 ? value : null;
}

function beginningIn(value: unknown): Beginning | null {
  const { at, withinMs } = record(value) ?? {};
  if (!isNumber(at)) return null;
  // No process writes a narrower one.
  return withinMs === null || (isNumber(withinMs) && withinMs >= 1) ? { at, withinMs } : null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
