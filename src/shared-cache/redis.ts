import { Redis } from 'ioredis';
import { type Commands, PREFIX, SCRIPTS } from './scripts.js';

/** Redis is given up for one request after this time, in milliseconds. It is a cache, so it has to be faster than a vendor. */
const ANSWER_MS = 500;
/** After a timeout Redis is left alone for this time, because every request would wait for it. In milliseconds. */
const PAUSE_MS = 1000;
const CONNECT_MS = 2000;
const LONGEST_RECONNECT_MS = 1000;
/** A connection on which something was sent and nothing came for this time is dead, although nobody said so: a proxy or a failover may end one side only. In milliseconds. */
const SILENT_MS = 5000;
/** How often the connection that only hears messages sends something, in milliseconds. */
const HEARTBEAT_MS = 1000;
/** A full Redis answers some commands and refuses others. It works again after this time without a failure, in milliseconds. */
const RECOVERED_MS = 5000;

/** Redis answers, but not what is asked of it: it is full, a replica, or refuses this user. */
const UNUSABLE = ['NOAUTH', 'NOPERM', 'WRONGPASS', 'READONLY', 'OOM', 'MISCONF', 'LOADING', 'MASTERDOWN', 'CROSSSLOT'];

/** One command's result, or its error. */
export type Reply = { readonly value: unknown } | { readonly error: Error };

/**
 * Redis, which several processes share. It may be slow, full or gone at any time, and may come back empty: nobody
 * waits for it for long, and everything in it may be lost.
 */
export class SharedRedis {
  private readonly commands: Redis;
  private readonly subscriptions: Redis;
  private readonly heartbeat: NodeJS.Timeout;
  private pausedUntil = 0;
  private isFailing = false;
  private failedAt = 0;
  private isSubscribed = false;
  /** Identifies the running server. Null until it is known. */
  private runId: string | null = null;
  private otherData: () => void = () => undefined;

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
      socketTimeout: SILENT_MS,
      // After a failover the address may lead to the former primary.
      reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
      retryStrategy: (times: number) => Math.min(LONGEST_RECONNECT_MS, 50 * 2 ** Math.min(times, 10)),
    };
    this.commands = new Redis(url, { ...options, scripts: SCRIPTS });
    this.subscriptions = new Redis(url, options);
    this.heartbeat = setInterval(() => void this.beat(), HEARTBEAT_MS).unref();
    this.commands.on('ready', () => void this.identify());
    for (const connection of [this.commands, this.subscriptions]) connection.on('error', (error) => this.failed(codeOf(error)));
  }

  /** Whether it does now what is asked of it. */
  async answers(): Promise<boolean> {
    const replies = await this.ask((commands) => {
      commands.requestsCounted(`${PREFIX}health`, `${PREFIX}health:set`, 1);
      commands.set(`${PREFIX}health:written`, '', 'PX', 1);
    });
    return this.isSubscribed && replies?.every((reply) => 'value' in reply) === true;
  }

  /** Calls back when the server is another one, or has restarted: what stands in it may be older than what was told to it. */
  onOtherData(callback: () => void): void {
    this.otherData = callback;
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
      (error: Error) => this.failed(codeOf(error)),
    );
    const replies = await Promise.race([replying, tooLate]);
    clearTimeout(timer);
    if (!replies) {
      void replying.then((replies) => replies && late(replies));
      this.pausedUntil = performance.now() + PAUSE_MS;
      this.failed('ETIMEDOUT');
      return null;
    }
    const unusable = replies.map((reply) => ('error' in reply ? codeOf(reply.error) : '')).find((code) => UNUSABLE.includes(code));
    if (unusable === undefined) this.worked();
    else this.failed(unusable);
    return replies;
  }

  /** Calls back for each message of a channel, and each time when messages may have been missed. */
  subscribe(channel: string, heard: (message: string) => void, missed: () => void): void {
    this.subscriptions.on('message', (from: string, message: string) => {
      if (from === channel) heard(message);
    });
    this.subscriptions.on('close', () => {
      this.isSubscribed = false;
      missed();
    });
    this.subscriptions.on('ready', () => {
      const subscribed = () => {
        this.isSubscribed = true;
        // Only from now on do messages arrive.
        missed();
      };
      this.subscriptions.subscribe(channel).then(subscribed, (error: Error) => this.failed(codeOf(error)));
    });
  }

  close(): void {
    clearInterval(this.heartbeat);
    this.commands.disconnect();
    this.subscriptions.disconnect();
  }

  private async beat(): Promise<void> {
    if (this.subscriptions.status === 'ready') await this.subscriptions.ping().catch(() => undefined);
  }

  private async identify(): Promise<void> {
    // A user without the right to ask gets no identity, and everything else works.
    const info = await this.commands.info('server').catch(() => '');
    const [, runId] = /^run_id:(\w+)/m.exec(info) ?? [];
    if (runId === undefined) return;
    if (this.runId !== null && this.runId !== runId) this.otherData();
    this.runId = runId;
  }

  private failed(code: string): null {
    if (!this.isFailing) this.onChange(false, code);
    this.isFailing = true;
    this.failedAt = performance.now();
    return null;
  }

  private worked(): void {
    if (!this.isFailing || performance.now() - this.failedAt < RECOVERED_MS) return;
    this.isFailing = false;
    this.onChange(true, '');
  }
}

/** The system's code, or the first word of what Redis says. */
function codeOf({ code, message }: NodeJS.ErrnoException): string {
  return code ?? /^[A-Z]{2,}\b/.exec(message)?.[0] ?? 'ERROR';
}
