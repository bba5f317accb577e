/** What an operation costs, reckoned before anything is fetched. An estimate; errs high. */
export interface OperationCost {
  /** Requests to providers. */
  readonly requests: number;
  /** Calls and other things that are read. */
  readonly rows: number;
  /** Values in the answer, `__typename` included. */
  readonly values: number;
}

export const NOTHING: OperationCost = { requests: 0, rows: 0, values: 0 };

/** One cost, and another one so many times. */
export function plus(cost: OperationCost, other: OperationCost, times = 1): OperationCost {
  return {
    requests: cost.requests + times * other.requests,
    rows: cost.rows + times * other.rows,
    values: cost.values + times * other.values,
  };
}

/** What the dearer of two costs, each part by itself. */
export function dearest(a: OperationCost, b: OperationCost): OperationCost {
  return { requests: Math.max(a.requests, b.requests), rows: Math.max(a.rows, b.rows), values: Math.max(a.values, b.values) };
}
