import type { Data, Graph } from './graph.js';
import { operation } from './operations.js';

export interface FeedPage {
  readonly nodes: (Data & { readonly providerCallId: string })[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly sources: (Data & { readonly provider: string })[];
}

/** One page of the feed. */
export async function feedPage(graph: Graph, variables: Data = {}): Promise<FeedPage> {
  const { calls } = await graph.data<{ calls: FeedPage }>(operation('Feed'), variables);
  return calls;
}

/** Every page of the feed. */
export async function feedPages(graph: Graph, variables: Data = {}): Promise<FeedPage[]> {
  const pages = [await feedPage(graph, variables)];
  for (let last = pages[0]; last?.pageInfo.hasNextPage; last = pages.at(-1)) {
    pages.push(await feedPage(graph, { ...variables, after: last.pageInfo.endCursor }));
  }
  return pages;
}
