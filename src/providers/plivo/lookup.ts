import type { Call } from '../../model/call.js';
import type { Json } from '../../model/json-value.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import type { SearchAllowance } from '../../upstream/search-allowance.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { CallReference, LookupCapability, LookupOutcome } from '../provider.js';
import type { ReadCalls } from '../read-rows.js';
import type { PlivoApi } from './api.js';
import { horizon } from './history.js';
import { PLIVO } from './to-call.js';

export interface PlivoLookupParts {
  readonly api: PlivoApi;
  readonly read: ReadCalls;
  readonly searches: SearchAllowance;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Finds a call by its id: among the calls that are over, then among those that are live or queued. */
export class PlivoLookup implements LookupCapability {
  readonly idsPerRequest = 1;

  constructor(private readonly parts: PlivoLookupParts) {}

  async find(references: readonly CallReference[], context: UpstreamContext): Promise<LookupOutcome[]> {
    return Promise.all(references.map((reference) => this.findOne(reference, context).catch(failureAsValue)));
  }

  private async findOne(reference: CallReference, context: UpstreamContext): Promise<Call | null> {
    const { providerCallId: id, hint, search } = reference;
    const { read, searches, now } = this.parts;
    const ask = () => this.rowOf(reference, context);
    // A hint means that the call was seen before, so it exists. Any other id may be made up.
    const row = hint ? await ask() : await searches.search(context, ask, (found) => found !== null, search && ((listener) => search.onFound(listener)));
    if (row === null) {
      if (hint && hint.getTime() < horizon(now())) throw new ProviderError(PLIVO, 'CALL_OUT_OF_HISTORY', 'PLIVO only returns calls of the last ninety days.');
      return null;
    }
    const [call] = read([row]).calls;
    // Vendors write the same UUID in both cases.
    if (call?.providerCallId.toLowerCase() === id.toLowerCase()) return call;
    throw new ProviderError(PLIVO, 'PROVIDER_BAD_RESPONSE', 'PLIVO answered with a different call or an unreadable one.');
  }

  /** A call that moves on between two requests is asked for once more at the end. */
  private async rowOf({ providerCallId: id, wasGoingOn }: CallReference, context: UpstreamContext): Promise<Json | null> {
    const { api } = this.parts;
    const ended = () => api.call(id, context);
    const live = () => api.callGoingOn(id, 'live', context);
    const queued = () => api.callGoingOn(id, 'queued', context);
    const places = wasGoingOn ? [live, ended, queued, live, ended] : [ended, live, queued];
    for (const ask of places) {
      const row = await ask();
      if (row) return { call_uuid: id, ...row };
    }
    return null;
  }
}
