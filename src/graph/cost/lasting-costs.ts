import type { SelectionSetNode } from 'graphql';
import type { OperationCost } from './cost.js';

/** About five megabytes. A usual document has twenty to forty. */
const MOST_COSTS = 5000;

/** The costs of selections on one object that are the same for all variables. They are kept as long as their documents, and dropped together when they are too many. */
export class LastingCosts {
  private costs = new WeakMap<SelectionSetNode, Map<string, OperationCost>>();
  private size = 0;

  constructor(private readonly most = MOST_COSTS) {}

  /** `key`: the type of the object, and what else the cost depends on. */
  get(selection: SelectionSetNode, key: string): OperationCost | undefined {
    return this.costs.get(selection)?.get(key);
  }

  keep(selection: SelectionSetNode, key: string, cost: OperationCost): void {
    if (this.size >= this.most) {
      this.costs = new WeakMap();
      this.size = 0;
    }
    this.size += 1;
    this.costs.set(selection, (this.costs.get(selection) ?? new Map<string, OperationCost>()).set(key, cost));
  }
}
