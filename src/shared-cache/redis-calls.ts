import { randomUUID } from 'node:crypto';
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Claim, Finding, SharedCalls, Standing, Wish } from '../lookup/shared-calls.js';
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
/** Calls of which it is remembered what the others know. */
const HASHES = 100_000;
/** Replies to a call that was to be kept. */
const [OUTDATED, KEPT, NEEDS_CALL] = [0, 1, 2];
/** Stands for a call that does not exist. */
const ABSENT = '-';

type Keys = readonly [claim: string, entry: string];

interface RedisClaim extends Claim {
  /** Hash of what was known of the call when it was claimed. */
  readonly sharedHash?: string;
}

/** A call as it is sent. */
interface Writing extends CallName {
  readonly claim: RedisClaim;
  readonly keys: Keys;
  readonly text: string;
  readonly hash: string;
  readonly validMs: number;
}

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
  readonly claim: Claim | null;
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
  /** This process's claims, by their keys. */
  private readonly claims = new Map<string, Claim>();
  /** By the keys of the entries: the hash of what this process knows of a call. */
  private readonly hashes = new LRUCache<string, string>({ max: HASHES });
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

  end(account: AccountName, reference: CallReference, claim: Claim, outcome: ProviderError | null | undefined): void {
    const key = this.claimKey(account, reference);
    this.leaveClaim(key, claim);
    const written = outcome === undefined ? '' : this.encryption.encrypt(account, outcome === null ? ABSENT : writeFailure(outcome));
    void this.redis.ask((commands) => commands.endLookup(key, this.process, claim.claimedAt, written));
  }

  outdated(account: AccountName, providerCallId: string): void {
    this.noteUntold(this.entryKey(account, providerCallId), { account, providerCallId, claim: null });
  }

  close(): void {
    clearInterval(this.heartbeat);
    clearInterval(this.telling);
  }

  private async askAll(wishes: readonly Wish[]): Promise<(Standing | null)[]> {
    if (!(await this.tellUntold())) return wishes.map(() => null);
    const asked = wishes.map((wish) => ({ wish, keys: this.keysOf(wish.account, wish.reference) }));
    const build = (commands: Commands) => {
      for (const { wish, keys } of asked) {
        const hash = wish.hasValues ? this.hashes.get(keys[1]) : undefined;
        commands.askForCall(...keys, this.process, wish.acceptsKnown ? '1' : '0', wish.waits ? '1' : '0', hash ?? '', wish.awaited ?? '');
      }
    };
    const replies = await this.redis.ask(build, (late) => this.giveBack(wishes, late));
    return asked.map(({ wish, keys }, index) => this.standingOf(wish, keys, replies?.[index]));
  }

  private standingOf({ account, reference: { providerCallId } }: Wish, [claimKey, entryKey]: Keys, reply: Reply | undefined): Standing | null {
    if (!reply || 'error' in reply) return null;
    const [kind, claimedAt = '', hash = '', written = '', validMs = ''] = reply.value as string[];
    if (kind === 'THEIRS') return { kind, claimedAt };
    if (kind === 'ENDED') {
      const text = this.encryption.decrypt(account, written);
      const outcome = text === null ? undefined : text === ABSENT ? null : readFailure(text);
      return outcome === undefined ? null : { kind, outcome };
    }
    const call = this.callIn(account, providerCallId, written);
    if (call !== undefined) this.hashes.set(entryKey, hash);
    if (kind === 'MINE') {
      const claim: RedisClaim = { claimedAt, sharedHash: hash };
      this.claims.set(claimKey, claim);
      return { kind, claim, known: call ?? null };
    }
    // A change was heard of while the answer was on its way.
    const isOutdated = (this.heard.get(`${account} ${providerCallId}`) ?? 0) > Number(claimedAt);
    return call === undefined || isOutdated ? null : { kind: 'KNOWN', call, validMs: Number(validMs) };
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
      const [kind, claimedAt = ''] = reply && 'value' in reply ? (reply.value as string[]) : [];
      if (kind === 'MINE') this.end(account, reference, { claimedAt }, undefined);
    }
  }

  private async keepAll(findings: readonly Finding[]): Promise<boolean[]> {
    const writings = findings.map((finding) => this.written(finding));
    const replies = await this.send(writings);
    // Another process has changed or lost what was the same when this one claimed the call.
    const incomplete = writings.filter((_, index) => isValue(replies?.[index], NEEDS_CALL));
    const repeated = incomplete.length === 0 ? [] : await this.send(incomplete.map((writing) => ({ ...writing, claim: { claimedAt: writing.claim.claimedAt } })));
    return writings.map((writing, index) => {
      const again = incomplete.indexOf(writing);
      const reply = again === -1 ? replies?.[index] : repeated?.[again];
      if (reply && 'value' in reply) return reply.value !== OUTDATED;
      this.noteUntold(writing.keys[1], { account: writing.account, providerCallId: writing.providerCallId, claim: writing.claim });
      return true;
    });
  }

  private written({ account, reference, claim, call, validMs }: Finding): Writing {
    const text = call ? writeCall(call) : ABSENT;
    const keys = this.keysOf(account, reference);
    this.leaveClaim(keys[0], claim);
    return { account, providerCallId: reference.providerCallId, claim, keys, text, hash: this.encryption.fingerprint(account, text), validMs };
  }

  private send(writings: readonly Writing[]): Promise<readonly Reply[] | null> {
    const build = (commands: Commands) => {
      for (const { account, providerCallId, claim, keys, text, hash, validMs } of writings) {
        // What is there already is not sent again.
        const call = claim.sharedHash === hash ? '' : this.encryption.encrypt(account, text);
        if (text.length > MOST_CHARACTERS) commands.unlink(...keys);
        else commands.keepCall(...keys, this.process, claim.claimedAt, validMs, Math.max(validMs, this.keptMs), call, hash, CHANNEL, this.outdatedMessage({ account, providerCallId }));
        this.hashes.set(keys[1], hash);
      }
    };
    const late = (replies: readonly Reply[]) => {
      for (const [index, { keys, claim }] of writings.entries()) {
        if (isValue(replies[index], KEPT) && this.untold.get(keys[1])?.claim === claim) this.untold.delete(keys[1]);
      }
    };
    return this.redis.ask(build, late);
  }

  private noteUntold(key: string, untold: Untold): void {
    if (this.untold.size < MOST_UNTOLD) this.untold.set(key, untold);
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
      for (const [key, claim] of this.claims) commands.renewClaim(key, this.process, claim.claimedAt);
    });
  }

  /** A newer look-up of this process may have claimed the same call meanwhile. */
  private leaveClaim(key: string, claim: Claim): void {
    if (this.claims.get(key)?.claimedAt === claim.claimedAt) this.claims.delete(key);
  }

  private keysOf(account: AccountName, reference: CallReference): Keys {
    return [this.claimKey(account, reference), this.entryKey(account, reference.providerCallId)];
  }

  private entryKey(account: AccountName, providerCallId: string): string {
    return `${PREFIX}call:${this.encryption.fingerprint(account, providerCallId)}`;
  }

  private claimKey(account: AccountName, reference: CallReference): string {
    return `${PREFIX}look-up:${this.encryption.fingerprint(account, referenceKey(reference))}`;
  }
}

function isValue(reply: Reply | undefined, value: number): boolean {
  return reply !== undefined && 'value' in reply && reply.value === value;
}
