import DataLoader from 'dataloader';
import { recordingsOfAll } from '../../recordings/recordings-of.js';
import type { Call } from '../../model/call.js';
import type { Recording } from '../../model/recording.js';
import type { ConnectedAccount } from '../../providers/provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';

type Found = readonly Recording[] | ProviderError;

/** Finds the recordings of calls that came without them. All calls of an operation that need them at once are asked together. */
export class RecordingsLoader {
  private readonly loader: DataLoader<Call, { readonly found: Found }>;

  constructor(accounts: readonly ConnectedAccount[], context: UpstreamContext) {
    this.loader = new DataLoader((calls) => findAll(calls, accounts, context), { batchScheduleFn: (dispatch) => setImmediate(dispatch) });
  }

  /** Resolves to the error if they could not be read. */
  async load(call: Call): Promise<Found> {
    return call.recordings ?? (await this.loader.load(call)).found;
  }
}

async function findAll(calls: readonly Call[], accounts: readonly ConnectedAccount[], context: UpstreamContext): Promise<{ readonly found: Found }[]> {
  const results = new Map<Call, Found>();
  await Promise.all(
    accounts.map(async ({ account, recordings }) => {
      const some = calls.filter((call) => call.account === account);
      const found = await recordingsOfAll(some, recordings, context);
      some.forEach((call, index) => {
        const own = found[index] ?? [];
        results.set(call, own instanceof ProviderError ? own.at(account) : own);
      });
    }),
  );
  // Wrapped, because DataLoader would reject for an error.
  return calls.map((call) => ({ found: results.get(call) ?? [] }));
}
