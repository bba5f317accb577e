import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { AiCallerApi } from './api.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How far back to read rows, in milliseconds. */
const SPANS_MS = [7 * DAY_MS, DAY_MS, DAY_MS / 24];

/**
 * Recent rows. A busy account's answer may be too large, so shorter spans are tried next; null if even the shortest
 * is too large. `before`: epoch milliseconds. @throws ProviderError
 */
export async function recentRows(api: AiCallerApi, before: number, context: UpstreamContext): Promise<{ readonly rows: readonly unknown[]; readonly from: number } | null> {
  for (const span of SPANS_MS) {
    const rows = await api.list({}, { after: before - span }, context).catch(failureAsValue);
    if (!(rows instanceof ProviderError)) return { rows, from: before - span };
    if (!rows.facts.tooLarge) throw rows;
  }
  return null;
}
