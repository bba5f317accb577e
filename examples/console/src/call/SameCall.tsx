import { useQuery } from '@apollo/client/react';
import { Link } from 'react-router';
import { formatDuration, formatMoney } from '../format/amounts';
import { SameCallDocument } from '../graph/generated/operations';
import { Status } from '../calls/Status';
import { Loading } from '../states/Loading';
import { Problems } from '../states/Problems';
import { strings } from '../strings';

/** Other records of the same call. An operation of its own: other accounts are searched for it, which may take a while. */
export function SameCall({ id }: { readonly id: string }) {
  const { data, error, loading, refetch } = useQuery(SameCallDocument, { variables: { id } });
  const matches = data?.call?.sameCallAs;
  return (
    <section className="card" aria-labelledby="same-call">
      <h2 id="same-call">{strings.sameCall.title}</h2>
      {loading && !matches && <Loading />}
      {matches?.map(({ call, relation, evidence }) => (
        <article key={call.id}>
          <p>
            <Link to={`/calls/${call.id}`}>{strings.call.title(strings.providers[call.provider])}</Link> <Status status={call.status} />{' '}
            {call.duration !== null && formatDuration(call.duration)} {call.price && formatMoney(call.price)}
          </p>
          <p className="quiet">{strings.sameCall.relations[relation]}: {evidence.join('; ')}</p>
        </article>
      ))}
      {matches?.length === 0 && !error && <p>{strings.sameCall.none}</p>}
      {matches && error && <p>{strings.sameCall.incomplete}</p>}
      <Problems error={error} onRetry={() => void refetch()} />
    </section>
  );
}
