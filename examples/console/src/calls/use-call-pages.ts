import { useRef, useState } from 'react';
import type { CallPageFragment } from '../graph/generated/operations';

/** As many calls as fill a screen some three times. */
export const PAGE = 50;

export interface CallPages {
  /** All that is loaded, as one page. Undefined before the first answer. */
  readonly page: CallPageFragment | null | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly loadMore: () => void;
  /** Reads the first page again. Not every provider tells of new calls. */
  readonly lookForNew: () => void;
  /** Asks for the newest page again, of which an account is missing. */
  readonly tryAgain: () => void;
}

/** What useQuery gives for an operation with a list of calls. */
interface ListQuery {
  readonly error?: unknown;
  readonly loading: boolean;
  readonly fetchMore: (options: { variables: { after: string } }) => Promise<{ readonly error?: unknown }>;
  readonly refetch: () => unknown;
}

/** An endless list of calls, read page by page with one operation each. `page`: the list in the query's data. */
export function useCallPages({ error, loading, fetchMore, refetch }: ListQuery, page: CallPages['page']): CallPages {
  /** The cursor behind which the newest page begins. */
  const newest = useRef<string | null>(null);
  const [moreError, setMoreError] = useState<unknown>(null);

  const readAfter = (after: string) => {
    newest.current = after;
    setMoreError(null);
    fetchMore({ variables: { after } }).then(({ error }) => setMoreError(error ?? null), setMoreError);
  };
  return {
    page,
    error: moreError ?? error,
    isLoading: loading,
    loadMore: () => page?.pageInfo.endCursor && !loading && readAfter(page.pageInfo.endCursor),
    lookForNew: () => void refetch(),
    tryAgain: () => (newest.current === null ? void refetch() : readAfter(newest.current)),
  };
}
