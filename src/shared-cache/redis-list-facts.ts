import { record } from '../model/json-value.js';
import type { ListFacts, SharedListFacts } from '../providers/listing/list-facts.js';
import { readMessage } from './message.js';
import type { SharedRedis } from './redis.js';

const PREFIX = 'switchboard:list:';
/** An account that nobody lists for this time may be another one afterwards. In milliseconds. */
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
    const { callsPerMs, beginning } = facts;
    return { callsPerMs: isNumber(callsPerMs) && callsPerMs > 0 ? callsPerMs : null, beginning: isNumber(beginning) ? beginning : null };
  }

  keep(facts: ListFacts): void {
    void this.redis.ask((commands) => commands.set(this.key, JSON.stringify(facts), 'PX', KEPT_MS));
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
