import DataLoader from 'dataloader';
import { findSameCalls } from '../../correlation/same-calls.js';
import type { SameCallParts, SameCalls } from '../../correlation/same-call-parts.js';
import type { Call } from '../../model/call.js';

interface Wanted {
  readonly call: Call;
  readonly includeLikely: boolean;
}

/** Finds other records of the same physical calls. All calls of an operation that need them at once are searched for together. */
export class SameCallsLoader {
  private readonly loader: DataLoader<Wanted, SameCalls, string>;

  constructor(parts: SameCallParts) {
    this.loader = new DataLoader((wanted) => findAll(wanted, parts), {
      cacheKeyFn: ({ call, includeLikely }) => `${call.id} ${includeLikely}`,
      batchScheduleFn: (dispatch) => setImmediate(dispatch),
    });
  }

  load(call: Call, includeLikely: boolean): Promise<SameCalls> {
    return this.loader.load({ call, includeLikely });
  }
}

async function findAll(wanted: readonly Wanted[], parts: SameCallParts): Promise<SameCalls[]> {
  const results = new Map<Wanted, SameCalls>();
  await Promise.all(
    [true, false].map(async (includeLikely) => {
      const some = wanted.filter((one) => one.includeLikely === includeLikely);
      const found = some.length === 0 ? [] : await findSameCalls(some.map(({ call }) => call), includeLikely, parts);
      some.forEach((one, index) => results.set(one, found[index] ?? { matches: [], failures: [] }));
    }),
  );
  return wanted.map((one) => results.get(one) ?? { matches: [], failures: [] });
}
