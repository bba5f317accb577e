/** The cost of an operation, estimated before anything is requested. Errs high. */
export interface OperationCost {
  /** Requests to providers. */
  readonly requests: number;
  /** Calls and other objects that are read. */
  readonly rows: number;
  /** Values in the response, including `__typename`. */
  readonly values: number;
}

export const NOTHING: OperationCost = { requests: 0, rows: 0, values: 0 };

/** Adds `other`, multiplied by `times`. */
export function plus(cost: OperationCost, other: OperationCost, times = 1): OperationCost {
  return {
    requests: cost.requests + times * other.requests,
    rows: cost.rows + times * other.rows,
    values: cost.values + times * other.values,
  };
}

/** The maximum of each part. */
export function maxOf(a: OperationCost, b: OperationCost): OperationCost {
  return { requests: Math.max(a.requests, b.requests), rows: Math.max(a.rows, b.rows), values: Math.max(a.values, b.values) };
}
