import { randomUUID } from 'node:crypto';
import type { AccountName } from '../model/account.js';
import type { Hint, Hints } from '../upstream/hints.js';
import { readMessage } from './message.js';
import type { SharedRedis } from './redis.js';

const CHANNEL = 'switchboard:hints';
/** No hint holds for longer, in milliseconds. */
const LONGEST_MS = 60_000;

interface Message extends Hint {
  readonly process: string;
  /** Hash that identifies the account, like its request budget. */
  readonly key: string;
}

/** Hints between processes that share a Redis. */
export class RedisHints implements Hints {
  private readonly process = randomUUID();
  private readonly listeners = new Map<string, (hint: Hint) => void>();

  constructor(
    private readonly redis: SharedRedis,
    private readonly keys: ReadonlyMap<AccountName, string>,
  ) {
    redis.subscribe(CHANNEL, (message) => this.pass(readMessage<Message>(message)), () => undefined);
  }

  tell(account: AccountName, hint: Hint): void {
    const message = { ...hint, process: this.process, key: this.keys.get(account) };
    void this.redis.ask((commands) => commands.publish(CHANNEL, JSON.stringify(message)));
  }

  hear(account: AccountName, heard: (hint: Hint) => void): void {
    const key = this.keys.get(account);
    if (key !== undefined) this.listeners.set(key, heard);
  }

  private pass(message: Message | undefined): void {
    if (!message || message.process === this.process) return;
    const { key, kind, milliseconds } = message;
    if (Number.isFinite(milliseconds)) this.listeners.get(key)?.({ kind, milliseconds: Math.min(milliseconds, LONGEST_MS) });
  }
}
