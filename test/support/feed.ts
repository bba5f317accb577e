import { FeedDocument, type FeedQuery, type FeedQueryVariables } from '../generated/operations.js';
import { type Graph, run } from './graph.js';

export type FeedPage = FeedQuery['calls'];

/** One page of the feed. */
export async function feedPage(graph: Graph, variables: Partial<FeedQueryVariables> = {}): Promise<FeedPage> {
  const { calls } = await run(graph, FeedDocument, { orderBy: 'NEWEST_FIRST', first: 50, ...variables });
  return calls;
}

/** Every page of the feed. */
export async function feedPages(graph: Graph, variables: Partial<FeedQueryVariables> = {}): Promise<FeedPage[]> {
  const pages = [await feedPage(graph, variables)];
  for (let last = pages[0]; last?.pageInfo.hasNextPage; last = pages.at(-1)) {
    pages.push(await feedPage(graph, { ...variables, after: last.pageInfo.endCursor }));
  }
  return pages;
}
