/** What was learned of an account's list. It saves requests and rows: nothing that is answered depends on its being right. */
export interface ListFacts {
  readonly callsPerMs: number | null;
  /** When the first call was created, in epoch milliseconds. */
  readonly beginning: number | null;
}

/** Where processes share what they learned of one account's list. */
export interface SharedListFacts {
  /** What any of them learned. Null if there is nothing, or no answer in a short time. Never rejects. */
  recall(): Promise<ListFacts | null>;
  keep(facts: ListFacts): void;
}
