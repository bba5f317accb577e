import { GraphQLError } from 'graphql';

/**
 * Counts what an operation is really answered, where a field leads back to what it came from: a call may
 * have more recordings than was reckoned, and each leads to the call again.
 */
export class RowLimit {
  private rows = 0;

  /** `most`: as many rows as an operation may cost. */
  constructor(private readonly most: number) {}

  /** @throws GraphQLError OPERATION_TOO_COSTLY once there are too many */
  count(rows: number): void {
    this.rows += rows;
    if (this.rows <= this.most) return;
    throw new GraphQLError(`This operation leads to more than ${this.most} rows. Ask for less, or in several operations.`, { extensions: { code: 'OPERATION_TOO_COSTLY' } });
  }
}
