import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Claim, Finding, SharedCalls, Standing, Wish } from '../lookup/shared-calls.js';
import type { AccountName } from '../model/account.js';
import type { CallReference } from '../providers/provider.js';
import type { ProviderError } from '../upstream/provider-error.js';
import type { Encryption } from '../store/encryption.js';
import { CallChanges, type CallName, CHANNEL, type Listeners } from './call-changes.js';
import { Entries, type Keys } from './entries.js';
import type { Reply, SharedRedis } from './redis.js';
import { CLAIM_MS, type Commands } from './scripts.js';
import { UndeliveredChanges } from './undelivered-changes.js';

const MOST_TOGETHER = 200;
/** The largest call that is shared, as characters of JSON. */
const MOST_CHARACTERS = 100_000;
/** Calls of which it is remembered what the others know. */
const HASHES = 100_000;
/** Replies to a call that was to be kept. */
const [OUTDATED, KEPT, NEEDS_CALL] = [0, 1, 2];

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

/**
 * Calls that several processes share over Redis. Each read of a call gets a stamp before it begins, and an older read
 * never replaces a later one.
 */
export class RedisCalls implements SharedCalls {
  private readonly asking = new DataLoader((wishes: readonly Wish[]) => this.askAll(wishes), { cache: false, maxBatchSize: MOST_TOGETHER });
  private readonly keeping = new DataLoader((findings: readonly Finding[]) => this.keepAll(findings), { cache: false, maxBatchSize: MOST_TOGETHER });
  private readonly entries: Entries;
  private readonly changes: CallChanges;
  private readonly undelivered: UndeliveredChanges;
  /** This process's claims, by their keys. */
  private readonly claims = new Map<string, Claim>();
  /** By the keys of the entries: the hash of what this process knows of a call. */
  private readonly hashes = new LRUCache<string, string>({ max: HASHES });
  private readonly outdatedListeners = new Map<AccountName, (providerCallId: string | null, before: number) => void>();
  private readonly renewing: NodeJS.Timeout;

  constructor(
    private readonly redis: SharedRedis,
    encryption: Encryption,
    /** How long a call is kept for its values, in milliseconds. It may be valid for less. */
    private readonly keptMs: number,
    listeners: Omit<Listeners, 'changedInOtherFormat'>,
  ) {
    this.entries = new Entries(encryption);
    this.changes = new CallChanges(redis, {
      changed: (call, before) => this.outdate(call, before, listeners),
      missed: () => {
        listeners.missed();
        for (const listener of this.outdatedListeners.values()) listener(null, Number.POSITIVE_INFINITY);
      },
      // Without a message: every process of this format has heard the same one.
      changedInOtherFormat: ({ account, providerCallId }) => {
        if (this.entries.knows(account)) void redis.ask((commands) => commands.unlink(this.entries.keyOf(account, providerCallId)));
      },
    });
    this.undelivered = new UndeliveredChanges(redis, this.changes, keptMs, (call) => (call ? listeners.changed(call, Number.POSITIVE_INFINITY) : listeners.missed()));
    redis.onOtherData(() => this.undelivered.noteAll());
    this.renewing = setInterval(() => void this.renewClaims(), CLAIM_MS / 3).unref();
  }

  async ask(wish: Wish): Promise<Standing | null> {
    return this.asking.load(wish);
  }

  async keep(finding: Finding): Promise<boolean> {
    return this.keeping.load(finding);
  }

  end(account: AccountName, reference: CallReference, claim: Claim, outcome: ProviderError | null | undefined): void {
    const [key] = this.entries.keysOf(account, reference);
    this.leaveClaim(key, claim);
    const written = outcome === undefined ? '' : this.entries.writeOutcome(account, reference.providerCallId, outcome);
    void this.redis.ask((commands) => commands.endLookup(key, this.changes.process, claim.claimedAt, written));
  }

  outdated(account: AccountName, providerCallId: string): void {
    this.undelivered.note(this.entries.keyOf(account, providerCallId), { account, providerCallId }, null);
  }

  hear(account: AccountName, outdated: (providerCallId: string | null, before: number) => void): void {
    this.outdatedListeners.set(account, outdated);
  }

  close(): void {
    clearInterval(this.renewing);
    this.undelivered.close();
  }

  private async askAll(wishes: readonly Wish[]): Promise<(Standing | null)[]> {
    if (!(await this.undelivered.tell())) return wishes.map(() => null);
    const asked = wishes.map((wish) => ({ wish, keys: this.entries.keysOf(wish.account, wish.reference) }));
    const build = (commands: Commands) => {
      for (const { wish, keys } of asked) {
        const hash = wish.hasValues ? this.hashes.get(keys[1]) : undefined;
        commands.askForCall(...keys, this.changes.process, wish.acceptsKnown ? '1' : '0', wish.waits ? '1' : '0', hash ?? '', wish.awaited ?? '', wish.isUrgent ? 1 : 0);
      }
    };
    const replies = await this.redis.ask(build, (late) => this.giveBack(wishes, late));
    return asked.map(({ wish, keys }, index) => {
      try {
        return this.standingOf(wish, keys, replies?.[index]);
      } catch {
        // Somebody else has written it. Nothing in Redis may fail a look-up.
        return null;
      }
    });
  }

  private standingOf({ account, reference: { providerCallId } }: Wish, [claimKey, entryKey]: Keys, reply: Reply | undefined): Standing | null {
    if (!reply || 'error' in reply) return null;
    const [kind, claimedAt = '', hash = '', written = '', validMs = ''] = (reply.value as (string | null)[]).map((part) => part ?? '');
    if (kind === 'THEIRS') return { kind, claimedAt };
    if (kind === 'ENDED') {
      const outcome = this.entries.readOutcome(account, providerCallId, written);
      return outcome === undefined ? null : { kind, outcome };
    }
    const call = this.entries.read(account, providerCallId, written);
    if (call !== undefined) this.hashes.set(entryKey, hash);
    if (kind === 'MINE') {
      const claim: RedisClaim = { claimedAt, sharedHash: hash };
      this.claims.set(claimKey, claim);
      return { kind, claim, known: call ?? null };
    }
    // A change was heard of while the answer was on its way.
    const isOutdated = this.changes.isOutdated({ account, providerCallId }, Number(claimedAt));
    return call === undefined || isOutdated ? null : { kind: 'KNOWN', call, validMs: Number(validMs) };
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
    const outcomes = await this.send(writings);
    // Another process has changed or lost what was the same when this one claimed the call.
    const incomplete = writings.filter((_, index) => outcomes[index] === NEEDS_CALL);
    const repeated = incomplete.length === 0 ? [] : await this.send(incomplete.map(({ claim, ...writing }) => ({ ...writing, claim: { claimedAt: claim.claimedAt } })));
    const further = repeated[Symbol.iterator]();
    return writings.map(({ keys, claim, ...call }, index) => {
      const outcome = outcomes[index] === NEEDS_CALL ? further.next().value : outcomes[index];
      if (outcome === undefined) this.undelivered.note(keys[1], call, claim);
      return outcome !== OUTDATED;
    });
  }

  private written({ account, reference, claim, call, validMs }: Finding): Writing {
    const keys = this.entries.keysOf(account, reference);
    this.leaveClaim(keys[0], claim);
    return { account, providerCallId: reference.providerCallId, claim, keys, validMs, ...this.entries.write(account, reference.providerCallId, call) };
  }

  /** The replies; undefined for a call that may not have reached Redis. */
  private async send(writings: readonly Writing[]): Promise<(number | undefined)[]> {
    const sent = writings.filter(({ text }) => text.length <= MOST_CHARACTERS);
    const build = (commands: Commands) => {
      for (const { account, providerCallId, claim, keys, text, hash, validMs } of sent) {
        // What is there already is not sent again.
        const call = claim.sharedHash === hash ? '' : this.entries.encrypt(account, text);
        commands.keepCall(...keys, this.changes.process, claim.claimedAt, validMs, Math.max(validMs, this.keptMs), call, hash, CHANNEL, this.changes.message({ account, providerCallId }));
        this.hashes.set(keys[1], hash);
      }
    };
    const late = (replies: readonly Reply[]) => {
      for (const [index, { keys, claim }] of sent.entries()) if (valueOf(replies[index]) === KEPT) this.undelivered.wasTold(keys[1], claim);
      // All others stay undelivered, and this process doubts them when they are told.
    };
    const replies = sent.length === 0 ? [] : await this.redis.ask(build, late);
    return writings.map((writing) => valueOf(replies?.[sent.indexOf(writing)]));
  }

  private async renewClaims(): Promise<void> {
    if (this.claims.size === 0) return;
    await this.redis.ask((commands) => {
      for (const [key, claim] of this.claims) commands.renewClaim(key, this.changes.process, claim.claimedAt);
    });
  }

  private outdate(call: CallName, before: number, { changed }: Pick<Listeners, 'changed'>): void {
    changed(call, before);
    this.outdatedListeners.get(call.account)?.(call.providerCallId, before);
  }

  /** A newer look-up of this process may have claimed the same call meanwhile. */
  private leaveClaim(key: string, claim: Claim): void {
    if (this.claims.get(key)?.claimedAt === claim.claimedAt) this.claims.delete(key);
  }
}

function valueOf(reply: Reply | undefined): number | undefined {
  return reply && 'value' in reply ? Number(reply.value) : undefined;
}
