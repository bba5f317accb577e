/** Memory that may be taken, in bytes. What is taken counts in the budget above it too. */
export class MemoryBudget {
  private taken = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly above: MemoryBudget | null = null,
  ) {}

  /** False if there is not so much left. Then nothing is taken. */
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
