import { randomUUID } from 'node:crypto';
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Finding, SharedCalls, Standing, Wish } from '../lookup/shared-calls.js';
import { referenceKey } from '../lookup/reference-key.js';
import type { AccountName } from '../model/account.js';
import type { Call } from '../model/call.js';
import { readCall, writeCall } from '../model/written-call.js';
import type { CallReference } from '../providers/provider.js';
import type { ProviderError } from '../upstream/provider-error.js';
import type { Encryption } from '../store/encryption.js';
import { readMessage } from './message.js';
import { readFailure, writeFailure } from './written-failure.js';
import type { Reply, SharedRedis } from './redis.js';
import { CLAIM_MS, type Commands, FORMAT, PREFIX } from './scripts.js';

/** Processes of all formats hear one another. */
const CHANNEL = 'switchboard:changes';
const MOST_TOGETHER = 200;
/** The largest call that is shared, as characters of JSON. */
const MOST_CHARACTERS = 100_000;
/** Calls whose newest state did not reach Redis. With more of them, nothing in Redis is believed. */
const MOST_UNTOLD = 10_000;
/** How soon others are told after Redis is back, in milliseconds. */
const TELL_MS = 100;
/** Changes that may still meet an answer on its way. */
const CHANGES_HEARD = 10_000;
/** Stands for a call that does not exist. */
const ABSENT = '-';

interface Listeners {
  /** Another process has read the call later. */
  readonly changed: (account: AccountName, providerCallId: string) => void;
  /** That may have happened to any call. */
  readonly missed: () => void;
}

/** What the other processes hear, after a stamp: the state of a call before it is outdated. Without a call, that of all calls. */
interface Outdated {
  readonly format: number;
  readonly process: string;
  readonly call?: CallName;
}

interface CallName {
  readonly account: AccountName;
  readonly providerCallId: string;
}

/** A call whose entry may be outdated, with the claim under which that was found. */
interface Untold extends CallName {
  readonly claim: string | null;
}

/**
 * Calls that several processes share over Redis. They are encrypted. Each read of a call gets a stamp before it
 * begins, and an older read never replaces a later one.
 */
export class RedisCalls implements SharedCalls {
  private readonly process = randomUUID();
  private readonly asking = new DataLoader((wishes: readonly Wish[]) => this.askAll(wishes), { cache: false, maxBatchSize: MOST_TOGETHER });
  private readonly keeping = new DataLoader((findings: readonly Finding[]) => this.keepAll(findings), { cache: false, maxBatchSize: MOST_TOGETHER });
  /** By the keys of the entries. */
  private readonly untold = new Map<string, Untold>();
  private isAllUntold = false;
  private readonly heard = new LRUCache<string, number>({ max: CHANGES_HEARD });
  /** This process's claims: their keys and stamps. */
  private readonly claims = new Map<string, string>();
  private readonly heartbeat: NodeJS.Timeout;
  private readonly telling: NodeJS.Timeout;

  constructor(
    private readonly redis: SharedRedis,
    private readonly encryption: Encryption,
    /** How long a call is kept for its values, in milliseconds. It may be valid for less. */
    private readonly keptMs: number,
    listeners: Listeners,
  ) {
    redis.subscribe(CHANNEL, (message) => this.hear(message, listeners), listeners.missed);
    this.heartbeat = setInterval(() => void this.renewClaims(), CLAIM_MS / 3).unref();
    this.telling = setInterval(() => void this.tellUntold(), TELL_MS).unref();
  }

  async ask(wish: Wish): Promise<Standing | null> {
    return this.asking.load(wish);
  }

  async keep(finding: Finding): Promise<boolean> {
    return this.keeping.load(finding);
  }

  end(account: AccountName, reference: CallReference, claim: string, outcome: ProviderError | null | undefined): void {
    const key = this.claimKey(account, reference);
    this.leaveClaim(key, claim);
    const written = outcome === undefined ? '' : this.encryption.encrypt(account, outcome === null ? ABSENT : writeFailure(outcome));
    void this.redis.ask((commands) => commands.endLookup(key, this.process, claim, written));
  }

  outdated(account: AccountName, providerCallId: string): void {
    this.noteUntold(account, providerCallId, null);
  }

  close(): void {
    clearInterval(this.heartbeat);
    clearInterval(this.telling);
  }

  private async askAll(wishes: readonly Wish[]): Promise<(Standing | null)[]> {
    if (!(await this.tellUntold())) return wishes.map(() => null);
    const build = (commands: Commands) => {
      for (const { account, reference, acceptsKnown, waits, awaited } of wishes) {
        commands.askForCall(...this.keysOf(account, reference), this.process, acceptsKnown ? '1' : '0', waits ? '1' : '0', awaited ?? '');
      }
    };
    const replies = await this.redis.ask(build, (late) => this.giveBack(wishes, late));
    return wishes.map((wish, index) => this.standingOf(wish, replies?.[index]));
  }

  private standingOf({ account, reference }: Wish, reply: Reply | undefined): Standing | null {
    if (!reply || 'error' in reply) return null;
    const [kind, stamp = '', validMs = '', written = ''] = reply.value as string[];
    const { providerCallId } = reference;
    if (kind === 'THEIRS') return { kind, claim: stamp };
    if (kind === 'MINE') {
      this.claims.set(this.claimKey(account, reference), stamp);
      return { kind, claim: stamp, known: this.callIn(account, providerCallId, written) ?? null };
    }
    if (kind === 'ENDED') {
      const text = this.encryption.decrypt(account, written);
      const outcome = text === null ? undefined : text === ABSENT ? null : readFailure(text);
      return outcome === undefined ? null : { kind, outcome };
    }
    // A change was heard of while the answer was on its way.
    if ((this.heard.get(`${account} ${providerCallId}`) ?? 0) > Number(stamp)) return null;
    const call = this.callIn(account, providerCallId, written);
    return call === undefined ? null : { kind: 'KNOWN', call, validMs: Number(validMs) };
  }

  /** Undefined if this process can't read it. */
  private callIn(account: AccountName, providerCallId: string, written: string): Call | null | undefined {
    const text = written === '' ? null : this.encryption.decrypt(account, written);
    if (text === ABSENT) return null;
    const call = text === null ? null : readCall(text);
    return call?.account === account && call.providerCallId === providerCallId ? call : undefined;
  }

  /** Claims that came too late to be used. */
  private giveBack(wishes: readonly Wish[], replies: readonly Reply[]): void {
    for (const [index, { account, reference }] of wishes.entries()) {
      const reply = replies[index];
      const [kind, claim = ''] = reply && 'value' in reply ? (reply.value as string[]) : [];
      if (kind === 'MINE') this.end(account, reference, claim, undefined);
    }
  }

  private async keepAll(findings: readonly Finding[]): Promise<boolean[]> {
    const build = (commands: Commands) => {
      for (const { account, reference, claim, call, validMs } of findings) {
        const { providerCallId } = reference;
        const text = call ? writeCall(call) : ABSENT;
        const keys = this.keysOf(account, reference);
        this.leaveClaim(keys[0], claim);
        if (text.length > MOST_CHARACTERS) commands.unlink(...keys);
        else commands.keepCall(...keys, this.process, claim, validMs, Math.max(validMs, this.keptMs), this.encryption.encrypt(account, text), this.encryption.hash(account, text), CHANNEL, this.outdatedMessage({ account, providerCallId }));
      }
    };
    const kept = (replies: readonly Reply[]) => {
      for (const [index, { account, reference, claim }] of findings.entries()) {
        const reply = replies[index];
        const key = this.entryKey(account, reference.providerCallId);
        if (reply && 'value' in reply && this.untold.get(key)?.claim === claim) this.untold.delete(key);
      }
    };
    const replies = await this.redis.ask(build, kept);
    return findings.map(({ account, reference: { providerCallId }, claim }, index) => {
      const reply = replies?.[index];
      if (reply && 'value' in reply) return reply.value !== 0;
      this.noteUntold(account, providerCallId, claim);
      return true;
    });
  }

  private noteUntold(account: AccountName, providerCallId: string, claim: string | null): void {
    if (this.untold.size < MOST_UNTOLD) this.untold.set(this.entryKey(account, providerCallId), { account, providerCallId, claim });
    else this.isAllUntold = true;
  }

  /** Deletes what this process knows to be outdated. Only then is Redis believed. Returns false if that failed. */
  private async tellUntold(): Promise<boolean> {
    if (this.untold.size === 0) return true;
    const untold = [...this.untold];
    const isAll = this.isAllUntold;
    const replies = await this.redis.ask((commands) => {
      if (isAll) commands.forgetAll(CHANNEL, this.outdatedMessage());
      else for (const [key, { account, providerCallId }] of untold) commands.forgetCall(key, CHANNEL, this.outdatedMessage({ account, providerCallId }));
    });
    if (!replies?.every((reply) => 'value' in reply)) return false;
    for (const [key, one] of untold) if (this.untold.get(key) === one) this.untold.delete(key);
    if (isAll) this.isAllUntold = false;
    return true;
  }

  private outdatedMessage(call?: CallName): string {
    return JSON.stringify({ format: FORMAT, process: this.process, ...(call && { call }) } satisfies Outdated);
  }

  private hear(message: string, { changed, missed }: Listeners): void {
    const space = message.indexOf(' ');
    const stamp = Number(message.slice(0, space));
    const outdated = readMessage<Outdated>(message.slice(space));
    if (!outdated || outdated.process === this.process) return;
    const { format, call } = outdated;
    if (!call) return missed();
    const { account, providerCallId } = call;
    // What this format has of the call is older.
    if (format !== FORMAT && this.encryption.hasKey(account)) this.outdated(account, providerCallId);
    this.heard.set(`${account} ${providerCallId}`, stamp);
    changed(account, providerCallId);
  }

  private async renewClaims(): Promise<void> {
    if (this.claims.size === 0) return;
    await this.redis.ask((commands) => {
      for (const [key, claim] of this.claims) commands.renewClaim(key, this.process, claim);
    });
  }

  /** A newer look-up of this process may have claimed the same call meanwhile. */
  private leaveClaim(key: string, claim: string): void {
    if (this.claims.get(key) === claim) this.claims.delete(key);
  }

  private keysOf(account: AccountName, reference: CallReference): readonly [claim: string, entry: string] {
    return [this.claimKey(account, reference), this.entryKey(account, reference.providerCallId)];
  }

  private entryKey(account: AccountName, providerCallId: string): string {
    return `${PREFIX}call:${this.encryption.hash(account, providerCallId)}`;
  }

  private claimKey(account: AccountName, reference: CallReference): string {
    return `${PREFIX}look-up:${this.encryption.hash(account, referenceKey(reference))}`;
  }
}
