import { Button } from 'react-aria-components';
import { useFollowedCalls } from '../live/use-followed-calls';
import { SourcesNotice } from '../sources/SourcesNotice';
import { Loading } from '../states/Loading';
import { Problems } from '../states/Problems';
import { strings } from '../strings';
import { CallTable } from './CallTable';
import type { CallPages } from './use-call-pages';

/** A list of calls with all its states: loading, slow, failed, incomplete, empty, and its end. */
export function CallList({ pages: { page, error, isLoading, loadMore, lookForNew, tryAgain }, label }: { readonly pages: CallPages; readonly label: string }) {
  const calls = page?.nodes ?? [];
  const hasMore = page?.pageInfo.hasNextPage ?? false;
  const isIdle = !isLoading && !error;
  useFollowedCalls(calls);
  return (
    <section aria-label={label} aria-busy={isLoading}>
      {page && <SourcesNotice sources={page.sources} onRetry={tryAgain} isLoading={isLoading} />}
      <Problems error={error} onRetry={tryAgain} />
      {calls.length > 0 && (
        <>
          <p className="row quiet">
            {strings.calls.loaded(calls.length)}
            <Button className="button quiet" onPress={lookForNew} isDisabled={isLoading}>{strings.calls.newer}</Button>
          </p>
          <CallTable calls={calls} label={label} hasMore={hasMore} onEnd={isIdle ? loadMore : undefined} />
        </>
      )}
      {isLoading && <Loading label={calls.length > 0 ? strings.calls.loadingMore : strings.states.loading} />}
      {/* The next page comes by itself when the end is near, unless no call of this one matched. */}
      {page && isIdle && hasMore && <Button className="button quiet" onPress={loadMore}>{strings.calls.more}</Button>}
      {page && isIdle && !hasMore && <p className="quiet end">{calls.length > 0 ? strings.calls.end : strings.calls.none}</p>}
    </section>
  );
}
