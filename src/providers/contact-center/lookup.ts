import type { Call } from '../../model/call.js';
import type { Slice } from '../listing/slice.js';
import type { CallReference, LookupCapability, LookupOutcome, OutcomeListener, UpstreamContext } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { ReadCalls } from '../read-rows.js';
import { CONTACT_CENTER } from './agents.js';
import { type ContactCenterApi, MAX_LIMIT } from './api.js';
import { isWholeNumber } from './plan.js';

/** Calls closer to each other than this are looked for together: their days overlap anyway. */
const TOGETHER_MS = 3 * 24 * 60 * 60 * 1000;
/** How many pages are searched for a call before giving up. */
const MOST_PAGES = 50;

/** Calls that are looked for in the same pages; without a slice in all of them. */
interface Search {
  readonly ids: Set<string>;
  slice: Slice | null;
}

/**
 * Finds calls although the contact centre has no get by id: it lists the days on which they began, which
 * global ids carry, and only where nobody says the day, everything.
 */
export class ContactCenterLookup implements LookupCapability {
  readonly idsPerRequest = 0;

  constructor(
    private readonly api: ContactCenterApi,
    private readonly read: ReadCalls,
  ) {}

  async find(references: readonly CallReference[], context: UpstreamContext, settled?: OutcomeListener): Promise<LookupOutcome[]> {
    const searches = searchesFor(references.filter(({ providerCallId }) => isWholeNumber(providerCallId)));
    const onFound = settled && ((call: Call) => references.filter(({ providerCallId }) => providerCallId === call.providerCallId).forEach((reference) => settled(reference, call)));
    const found = await Promise.all(searches.map((search) => this.search(search, context, onFound)));
    // A call found by one search is found, whatever became of another search for it.
    const all = found.flatMap((some) => [...some]);
    const outcomes = new Map([...all.filter(([, outcome]) => outcome instanceof ProviderError), ...all.filter(([, outcome]) => !(outcome instanceof ProviderError))]);
    return references.map(({ providerCallId }) => outcomes.get(providerCallId) ?? null);
  }

  private async search({ ids, slice }: Search, context: UpstreamContext, onFound?: (call: Call) => void): Promise<Map<string, Call | ProviderError>> {
    const outcomes = new Map<string, Call | ProviderError>();
    const missing = new Set(ids);
    const fail = (error: ProviderError) => {
      for (const id of missing) outcomes.set(id, error);
      return outcomes;
    };
    try {
      for (let page = 1; page <= MOST_PAGES; page++) {
        const { rows, hasNext } = await this.api.calls({}, slice, page, MAX_LIMIT, context);
        for (const call of this.read(rows).calls) {
          if (!missing.delete(call.providerCallId)) continue;
          outcomes.set(call.providerCallId, call);
          onFound?.(call);
        }
        if (missing.size === 0 || !hasNext) return outcomes;
      }
      return fail(gaveUp());
    } catch (error) {
      if (error instanceof ProviderError) return fail(error);
      throw error;
    }
  }
}

function searchesFor(references: readonly CallReference[]): Search[] {
  const searches: Search[] = [];
  const timed = references.map(({ providerCallId, createdAt }) => ({ id: providerCallId, slice: sliceOf(createdAt) }));
  const everywhere = timed.filter(({ slice }) => !slice).map(({ id }) => id);
  if (everywhere.length > 0) searches.push({ ids: new Set(everywhere), slice: null });
  for (const { id, slice } of timed.sort((a, b) => (a.slice?.from ?? 0) - (b.slice?.from ?? 0))) {
    if (!slice) continue;
    const last = searches.at(-1);
    if (last?.slice && slice.from - last.slice.to <= TOGETHER_MS) {
      last.ids.add(id);
      last.slice = { from: last.slice.from, to: Math.max(last.slice.to, slice.to) };
    } else {
      searches.push({ ids: new Set([id]), slice });
    }
  }
  return searches;
}

function sliceOf(createdAt: CallReference['createdAt']): Slice | null {
  if (!createdAt?.to) return null;
  return { from: createdAt.from?.getTime() ?? Number.NEGATIVE_INFINITY, to: createdAt.to.getTime() };
}

function gaveUp(): ProviderError {
  return new ProviderError(
    CONTACT_CENTER,
    'CALL_OUT_OF_HISTORY',
    `CONTACT_CENTER has more than ${MOST_PAGES * MAX_LIMIT} calls and no look-up by id: say createdAt, or use the call's global id.`,
  );
}
