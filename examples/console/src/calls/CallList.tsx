import { useFollowedCalls } from '../live/use-followed-calls';
import { SourcesNotice } from '../sources/SourcesNotice';
import { Loading } from '../states/Loading';
import { Problems } from '../states/Problems';
import { strings } from '../strings';
import { CallTable } from './CallTable';
import type { CallPages } from './use-call-pages';

/** A list of calls with all its states: loading, slow, failed, incomplete, empty, and its end. */
export function CallList({ pages: { page, error, isLoading, loadMore, tryAgain }, label }: { readonly pages: CallPages; readonly label: string }) {
  const calls = page?.nodes ?? [];
  useFollowedCalls(calls);
  return (
    <section aria-label={label} aria-busy={isLoading}>
      {page && <SourcesNotice sources={page.sources} onRetry={tryAgain} isLoading={isLoading} />}
      <Problems error={error} onRetry={tryAgain} />
      {calls.length > 0 && <CallTable calls={calls} label={label} hasMore={page?.pageInfo.hasNextPage ?? false} onEnd={error || isLoading ? undefined : loadMore} />}
      {isLoading && <Loading label={calls.length > 0 ? strings.calls.loadingMore : strings.states.loading} />}
      {page && !isLoading && !error && !page.pageInfo.hasNextPage && <p className="quiet end">{calls.length > 0 ? strings.calls.end : strings.calls.none}</p>}
    </section>
  );
}
