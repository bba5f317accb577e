import { GraphQLError } from 'graphql';

/**
 * Counts the actual rows of fields that lead back to their parent. A call may have more recordings than was
 * estimated, and each of them leads to the call again.
 */
export class RowLimit {
  private rows = 0;

  constructor(private readonly maxRows: number) {}

  /** Returns an error OPERATION_TOO_COSTLY if the total exceeds the limit. */
  count(rows: number): GraphQLError | null {
    this.rows += rows;
    if (this.rows <= this.maxRows) return null;
    return new GraphQLError(`This operation reads more than ${this.maxRows} rows. Request less, or use several operations.`, { extensions: { code: 'OPERATION_TOO_COSTLY' } });
  }
}
