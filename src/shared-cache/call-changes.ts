import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AccountName } from '../model/account.js';
import { readMessage } from './message.js';
import type { SharedRedis } from './redis.js';
import { FORMAT } from './scripts.js';

/** Processes of all formats hear one another. */
export const CHANNEL = 'switchboard:changes';
/** Changes that may still meet an answer on its way. */
const CHANGES_HEARD = 10_000;

export interface CallName {
  readonly account: AccountName;
  readonly providerCallId: string;
}

/** What the other processes hear, after a stamp: the state of a call before it is outdated. Without a call, that of all calls. */
interface Message {
  readonly format: number;
  readonly process: string;
  readonly call?: CallName;
}

export interface Listeners {
  /** Another process has read the call. What was claimed before this stamp may be older. */
  readonly changed: (call: CallName, before: number) => void;
  /** What stands in Redis in this process's format may be older than that. */
  readonly changedInOtherFormat: (call: CallName) => void;
  /** Any call may have changed. */
  readonly missed: () => void;
}

/** What processes tell one another about calls that have changed. */
export class CallChanges {
  readonly process = randomUUID();
  private readonly heard = new LRUCache<string, number>({ max: CHANGES_HEARD });

  constructor(redis: SharedRedis, listeners: Listeners) {
    redis.subscribe(CHANNEL, (message) => this.hear(message, listeners), listeners.missed);
  }

  /** The message that a call has changed, or any call. Redis adds the stamp. */
  message(call?: CallName): string {
    return JSON.stringify({ format: FORMAT, process: this.process, ...(call && { call }) } satisfies Message);
  }

  /** Whether a change was heard of that is later than a stamp. */
  isOutdated({ account, providerCallId }: CallName, stamp: number): boolean {
    return (this.heard.get(`${account} ${providerCallId}`) ?? 0) > stamp;
  }

  private hear(text: string, { changed, changedInOtherFormat, missed }: Listeners): void {
    const space = text.indexOf(' ');
    const message = readMessage<Message>(text.slice(space));
    if (!message || message.process === this.process) return;
    const { format, call } = message;
    if (!call) return missed();
    const stamp = Number(text.slice(0, space));
    this.heard.set(`${call.account} ${call.providerCallId}`, stamp);
    changed(call, stamp);
    if (format !== FORMAT) changedInOtherFormat(call);
  }
}
