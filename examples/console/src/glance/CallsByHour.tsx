import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { formatMinute } from '../format/time';
import { CallsByHourDocument } from '../graph/generated/operations';
import { SourcesNotice } from '../sources/SourcesNotice';
import { Loading } from '../states/Loading';
import { Problems } from '../states/Problems';
import { strings } from '../strings';
import { HourChart } from './HourChart';
import { HourTable } from './HourTable';
import { HOUR_MS, hourOf, hoursOf } from './hours';

/** The longest page that the graph gives. */
const PAGE = 500;
const HOURS = 24;

/** The calls of the last day, drawn. It shows what is loaded, and says so if that is not all. */
export function CallsByHour() {
  const [from] = useState(() => hourOf(Date.now()) - (HOURS - 1) * HOUR_MS);
  const { data, error, loading, refetch, fetchMore } = useQuery(CallsByHourDocument, { variables: { from: new Date(from).toISOString(), first: PAGE } });
  const list = data?.calls;
  const hours = hoursOf(list?.nodes ?? [], from, hourOf(Date.now()));
  const words = strings.glance;
  return (
    <section className="card" aria-labelledby="by-hour" aria-busy={loading}>
      <h2 id="by-hour">{words.byHour}</h2>
      {list && <SourcesNotice sources={list.sources} onRetry={() => void refetch()} isLoading={loading} />}
      <Problems error={error} onRetry={() => void refetch()} />
      {loading && <Loading />}
      {list && (
        <>
          <p className="quiet">{list.nodes.length === 0 ? words.none : words.about(list.nodes.length, formatMinute(new Date(from).toISOString()))}</p>
          <HourChart hours={hours} />
          <HourTable hours={hours} />
          {list.pageInfo.hasNextPage && (
            <p className="row">
              {words.notAll(list.nodes.length)}
              <Button className="button" isDisabled={loading} onPress={() => void fetchMore({ variables: { after: list.pageInfo.endCursor } })}>{words.more}</Button>
            </p>
          )}
        </>
      )}
    </section>
  );
}
