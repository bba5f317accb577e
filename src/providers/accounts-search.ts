/** How long an account waits for the others before it looks in less probable places. A slow account must not delay the others for long. */
const MAX_WAIT_MS = 5000;

/** A search for one id at several accounts of a vendor whose ids are unique. The account that finds it ends the search at the others. */
export class AccountsSearch {
  private readonly foundListeners: (() => void)[] = [];
  private readonly waiting: (() => void)[] = [];
  private over = false;

  /** `accounts`: how many take part. */
  constructor(private accounts: number) {}

  get isOver(): boolean {
    return this.over;
  }

  /** To be called by the account that has the call. */
  found(): void {
    if (this.over) return;
    this.over = true;
    for (const listener of this.foundListeners) listener();
    this.release();
  }

  onFound(listener: () => void): void {
    if (this.over) listener();
    else this.foundListeners.push(listener);
  }

  /** To be called once by each account: it has looked where the call most probably is, or will not look. */
  looked(): void {
    this.accounts -= 1;
    if (this.accounts === 0) this.release();
  }

  /** Waits for a short time until every account has looked where the call most probably is. */
  async othersLooked(): Promise<void> {
    if (this.over || this.accounts <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, MAX_WAIT_MS);
      this.waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private release(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
