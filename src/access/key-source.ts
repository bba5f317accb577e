import type { JSONWebKeySet, JWK } from 'jose';

/** Keys are read again in the background after this time. */
const REFRESH_MS = 5 * 60 * 1000;
/** Older keys are not used before they were read again, so that a withdrawn key ends within this time. */
const MAX_AGE_MS = 10 * 60 * 1000;
/** If keys can't be read again, the last ones are used for this long. */
const MAX_STALE_MS = 24 * 60 * 60 * 1000;
/** Unknown key ids and failures cause at most one read in this time. A new key is accepted within it. */
const COOLDOWN_MS = 30_000;
/** The same while there are no keys at all. */
const FIRST_COOLDOWN_MS = 2000;

export interface KeySourceParts {
  /** Reads the keys. Rejects if that fails. */
  readonly load: () => Promise<JSONWebKeySet>;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Called if the keys differ from the last ones. */
  readonly onChanged: () => void;
  readonly onFailed: (error: unknown) => void;
}

/** The keys of one address or file. Reading never rejects: the last keys go on for a while. */
export class KeySource {
  private last: readonly JWK[] = [];
  private readAt = Number.NEGATIVE_INFINITY;
  private triedAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | null = null;
  private hasFailed = false;

  constructor(private readonly parts: KeySourceParts) {}

  /** Empty if the keys were never read, or too long ago. */
  get keys(): readonly JWK[] {
    return this.last;
  }

  private get isUsable(): boolean {
    return this.parts.now() - this.readAt < MAX_STALE_MS;
  }

  /** Whether a key that is not among these may exist: the last read failed, or there was none. */
  get mayHaveMore(): boolean {
    return this.hasFailed || !this.isUsable;
  }

  /** Whether the keys need not be read again yet. */
  get isFresh(): boolean {
    return this.parts.now() - this.readAt < REFRESH_MS;
  }

  /** Reads old keys again. Waits for them only if they are too old to be used until then. */
  async refresh(): Promise<void> {
    if (this.isFresh) return;
    const isTooOld = this.parts.now() - this.readAt >= MAX_AGE_MS;
    const reading = this.readAgain();
    if (isTooOld) await reading;
    if (!this.isUsable) this.replace([]);
  }

  /** Reads the keys again, for instance for an unknown key id. Does nothing if that was tried a short time ago. */
  async readAgain(): Promise<void> {
    const now = this.parts.now();
    if (!this.reading) {
      if (now - this.triedAt < (this.isUsable ? COOLDOWN_MS : FIRST_COOLDOWN_MS)) return;
      this.triedAt = now;
      this.reading = this.read().finally(() => (this.reading = null));
    }
    await this.reading;
  }

  private async read(): Promise<void> {
    try {
      const { keys } = await this.parts.load();
      this.readAt = this.parts.now();
      this.hasFailed = false;
      this.replace(keys);
    } catch (error) {
      this.hasFailed = true;
      this.parts.onFailed(error);
    }
  }

  private replace(keys: readonly JWK[]): void {
    if (JSON.stringify(keys) === JSON.stringify(this.last)) return;
    this.last = keys;
    this.parts.onChanged();
  }
}
