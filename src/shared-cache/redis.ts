import { Redis } from 'ioredis';
import { type Commands, SCRIPTS } from './scripts.js';

/** Redis is given up for one request after this time, in milliseconds. It is a cache, so it has to be faster than a vendor. */
const ANSWER_MS = 500;
/** After a timeout Redis is left alone for this time, because every request would wait for it. In milliseconds. */
const PAUSE_MS = 1000;
const CONNECT_MS = 2000;
const LONGEST_RECONNECT_MS = 1000;

/** One command's result, or its error. */
export type Reply = { readonly value: unknown } | { readonly error: Error };

/**
 * Redis, which several processes share. It may be slow, full or gone at any time, and may come back empty: nobody
 * waits for it for long, and nothing in it must not be lost.
 */
export class SharedRedis {
  private readonly commands: Redis;
  private readonly subscriptions: Redis;
  private pausedUntil = 0;
  private isFailing = false;

  /** `onChange`: gets whether Redis answers, each time that changes. */
  constructor(
    url: string,
    private readonly onChange: (answers: boolean, code: string) => void,
  ) {
    const options = {
      lazyConnect: true,
      // A request that can't be sent now is better answered from elsewhere.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: CONNECT_MS,
      retryStrategy: (times: number) => Math.min(LONGEST_RECONNECT_MS, 50 * 2 ** Math.min(times, 10)),
    };
    this.commands = new Redis(url, { ...options, scripts: SCRIPTS });
    this.subscriptions = new Redis(url, options);
    for (const connection of [this.commands, this.subscriptions]) connection.on('error', ({ code }: NodeJS.ErrnoException) => this.failed(code));
  }

  /** Whether it answers now. */
  async answers(): Promise<boolean> {
    return (await this.ask((commands) => commands.ping())) !== null;
  }

  /** Connects, or waits for the connection for a short time. Never rejects. */
  async connect(): Promise<void> {
    const connected = Promise.allSettled([this.commands.connect(), this.subscriptions.connect()]);
    await Promise.race([connected, new Promise((resolve) => setTimeout(resolve, CONNECT_MS).unref())]);
  }

  /**
   * The replies to several commands, in their order. Null if Redis did not answer in time. The commands may be
   * executed all the same: `late` then gets their replies.
   */
  async ask(build: (commands: Commands) => void, late: (replies: readonly Reply[]) => void = () => undefined): Promise<readonly Reply[] | null> {
    if (this.commands.status !== 'ready' || performance.now() < this.pausedUntil) return null;
    const pipeline = this.commands.pipeline();
    // The client adds the scripts to its own commands.
    build(pipeline as unknown as Commands);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<null>((resolve) => {
      // A busy process has not read a reply that is already here. It does so between a timer and an immediate.
      timer = setTimeout(() => setImmediate(() => resolve(null)), ANSWER_MS);
    });
    const replying = pipeline.exec().then(
      (replies) => replies?.map(([error, value]): Reply => (error ? { error } : { value })) ?? null,
      ({ code }: NodeJS.ErrnoException) => this.failed(code),
    );
    const replies = await Promise.race([replying, tooLate]);
    clearTimeout(timer);
    if (!replies) {
      void replying.then((replies) => replies && late(replies));
      this.pausedUntil = performance.now() + PAUSE_MS;
      this.failed('ETIMEDOUT');
      return null;
    }
    this.worked();
    return replies;
  }

  /** Calls back for each message of a channel, and each time when messages may have been missed. */
  subscribe(channel: string, heard: (message: string) => void, missed: () => void): void {
    this.subscriptions.on('message', (from: string, message: string) => {
      if (from === channel) heard(message);
    });
    this.subscriptions.on('close', missed);
    // Only from now on do messages arrive.
    this.subscriptions.on('ready', () => void this.subscriptions.subscribe(channel).then(missed, () => undefined));
  }

  close(): void {
    this.commands.disconnect();
    this.subscriptions.disconnect();
  }

  private failed(code = 'ERROR'): null {
    if (!this.isFailing) this.onChange(false, code);
    this.isFailing = true;
    return null;
  }

  private worked(): void {
    if (this.isFailing) this.onChange(true, '');
    this.isFailing = false;
  }
}
