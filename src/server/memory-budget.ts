/** Limits memory, in bytes. What is taken here also counts in `above`. */
export class MemoryBudget {
  private taken = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly above: MemoryBudget | null = null,
  ) {}

  /** False, and nothing is taken, if less is left. */
  take(bytes: number): boolean {
    if (this.taken + bytes > this.maxBytes || this.above?.take(bytes) === false) return false;
    this.taken += bytes;
    return true;
  }

  free(bytes: number): void {
    this.taken -= bytes;
    this.above?.free(bytes);
  }
}
