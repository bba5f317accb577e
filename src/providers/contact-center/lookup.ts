import type { Call } from '../../model/call.js';
import type { Slice } from '../listing/slice.js';
import type { CallReference, LookupCapability, LookupOutcome, OutcomeListener } from '../provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import type { PlaceRows } from '../read-rows.js';
import { CONTACT_CENTER } from './agents.js';
import { type ContactCenterApi, MAX_LIMIT } from './api.js';
import { MOST_PAGES, readPages } from './pages.js';
import { isWholeNumber } from './plan.js';

/** Calls closer in time than this share a search: the days they need overlap anyway. */
const TOGETHER_MS = 3 * 24 * 60 * 60 * 1000;

/** Calls to find in the same pages; without a slice, in the whole list. */
interface Search {
  readonly ids: Set<string>;
  slice: Slice | null;
}

type Outcomes = Map<string, Call | ProviderError>;

/**
 * Finds calls by reading the list, because the contact centre has no get by id. It reads the days on which the
 * calls probably started, then the whole list for calls that were not found or have no known day.
 */
export class ContactCenterLookup implements LookupCapability {
  readonly idsPerRequest = null;

  constructor(
    private readonly api: ContactCenterApi,
    private readonly place: PlaceRows,
  ) {}

  async find(references: readonly CallReference[], context: UpstreamContext, settled?: OutcomeListener): Promise<LookupOutcome[]> {
    // Documented ids are whole numbers. An id with a time came from a row, so it is valid in any format.
    const possible = references.filter(({ providerCallId, hint }) => isWholeNumber(providerCallId) || hint);
    const onFound = (call: Call) => {
      for (const reference of references) if (reference.providerCallId === call.providerCallId) settled?.(reference, call);
    };
    const searchAll = async (searches: readonly Search[]) => combined(await Promise.all(searches.map((search) => this.search(search, context, onFound))));
    const near = await searchAll(searchesFor(possible));
    // A call whose first search failed may still be found in the whole list.
    const isFound = ({ providerCallId }: CallReference) => near.has(providerCallId) && !(near.get(providerCallId) instanceof ProviderError);
    const elsewhere = possible.filter((reference) => !reference.createdAt && !isFound(reference)).map(({ providerCallId }) => providerCallId);
    const far = await searchAll(elsewhere.length > 0 ? [{ ids: new Set(elsewhere), slice: null }] : []);
    const all = combined([near, far]);
    return references.map(({ providerCallId }) => all.get(providerCallId) ?? null);
  }

  private async search({ ids, slice }: Search, context: UpstreamContext, onFound: (call: Call) => void): Promise<Outcomes> {
    const outcomes: Outcomes = new Map();
    const missing = new Set(ids);
    const fail = (error: ProviderError) => {
      for (const id of missing) outcomes.set(id, error);
      return outcomes;
    };
    try {
      const ending = await readPages({ api: this.api, place: this.place, query: {}, slice }, context, ({ rows }) => {
        for (const row of rows) {
          if (!missing.delete(row.providerCallId)) continue;
          outcomes.set(row.providerCallId, row.call);
          onFound(row.call);
        }
        return missing.size > 0;
      });
      if (ending === 'TOO_MANY_PAGES') return fail(gaveUp());
      return ending === 'INCOMPLETE' ? fail(incomplete()) : outcomes;
    } catch (error) {
      if (error instanceof ProviderError) return fail(error);
      throw error;
    }
  }
}

/** The first searches: the requested days, or the days on which the calls probably started. */
function searchesFor(references: readonly CallReference[]): Search[] {
  const searches: Search[] = [];
  const timed = references.flatMap((reference) => {
    const slice = sliceOf(reference);
    return slice ? [{ id: reference.providerCallId, slice }] : [];
  });
  for (const { id, slice } of timed.sort((a, b) => a.slice.from - b.slice.from)) {
    const last = searches.at(-1);
    if (last?.slice && slice.from - last.slice.to <= TOGETHER_MS) {
      last.ids.add(id);
      last.slice = { from: last.slice.from, to: Math.max(last.slice.to, slice.to) };
    } else {
      searches.push({ ids: new Set([id]), slice });
    }
  }
  // A range without an end means a search of the whole list.
  const open = references.filter(({ createdAt }) => createdAt && !createdAt.to).map(({ providerCallId }) => providerCallId);
  return open.length > 0 ? [...searches, { ids: new Set(open), slice: null }] : searches;
}

function sliceOf({ createdAt, hint }: CallReference): Slice | null {
  if (createdAt) return createdAt.to ? { from: createdAt.from?.getTime() ?? Number.NEGATIVE_INFINITY, to: createdAt.to.getTime() } : null;
  return hint ? { from: hint.getTime(), to: hint.getTime() } : null;
}

/** A call that one search found is found, even if another search for it failed. */
function combined(found: readonly Outcomes[]): Outcomes {
  const all = found.flatMap((some) => [...some]);
  return new Map([...all.filter(([, outcome]) => outcome instanceof ProviderError), ...all.filter(([, outcome]) => !(outcome instanceof ProviderError))]);
}

function gaveUp(): ProviderError {
  return new ProviderError(
    CONTACT_CENTER,
    'CALL_OUT_OF_HISTORY',
    `CONTACT_CENTER has more than ${MOST_PAGES * MAX_LIMIT} calls and no look-up by id: set createdAt, or use the call's newest global id.`,
  );
}

function incomplete(): ProviderError {
  return new ProviderError(CONTACT_CENTER, 'PROVIDER_UNAVAILABLE', 'CONTACT_CENTER changed its list while it was read, or returned fewer calls than its total: try again.');
}
