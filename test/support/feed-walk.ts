import type { Filter, Order } from './feed-model.js';
import type { Switchboard } from './switchboard.js';

export const PAGE = /* GraphQL */ `
  query Page($filter: CallFilter, $order: CallOrder!, $first: Int!, $after: String) {
    calls(filter: $filter, orderBy: $order, first: $first, after: $after) {
      edges { cursor node { id } }
      pageInfo { hasNextPage endCursor }
      totalCount
      sources { provider status code retryAfter filteredLocally coveredFrom }
    }
  }
`;

export interface Page {
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number | null;
  sources: { provider: string; status: string; code: string | null; retryAfter: string | null; filteredLocally: string[]; coveredFrom: string | null }[];
}

export interface WalkOptions {
  readonly filter?: Filter;
  readonly order?: Order;
  /** Sizes of the pages. The last size repeats. */
  readonly sizes: readonly number[];
  /** Called before each page except the first. */
  readonly between?: (pagesSoFar: number) => void;
}

/** One page. */
export async function page(switchboard: Switchboard, { filter = {}, order = 'NEWEST_FIRST' }: Omit<WalkOptions, 'sizes'>, first: number, after: string | null = null): Promise<Page> {
  return ((await switchboard.data(PAGE, { filter, order, first, after })) as { calls: Page }).calls;
}

/** Reads all pages from first to last, as a client does. */
export async function walk(switchboard: Switchboard, options: WalkOptions): Promise<Page[]> {
  const pages: Page[] = [];
  for (let after: string | null = null; ; ) {
    const size = options.sizes[Math.min(pages.length, options.sizes.length - 1)] ?? 1;
    const next = await page(switchboard, options, size, after);
    pages.push(next);
    if (!next.pageInfo.hasNextPage) return pages;
    after = next.pageInfo.endCursor;
    options.between?.(pages.length);
  }
}

export function idsOf(pages: readonly Page[]): string[] {
  return pages.flatMap(({ edges }) => edges.map(({ node }) => node.id));
}
