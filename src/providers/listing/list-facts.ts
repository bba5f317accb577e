/** What was learned of an account's list. It saves requests and rows: nothing that is answered depends on its being right. */
export interface ListFacts {
  /** Calls for each millisecond, of lists that are read from their newest and from their oldest call. */
  readonly newest: number | null;
  readonly oldest: number | null;
  readonly beginning: Beginning | null;
}

/** Where an account's calls begin. */
export interface Beginning {
  /** Few calls or none are older. Epoch milliseconds. */
  readonly at: number;
  /** A slice that begins there and has this width has calls. Null if the first call was created at that instant. */
  readonly withinMs: number | null;
}

/** Where processes share what they learned of one account's list. */
export interface SharedListFacts {
  /** What any of them learned. Null if there is nothing, or no answer in a short time. Never rejects. */
  recall(): Promise<ListFacts | null>;
  keep(facts: ListFacts): void;
}
