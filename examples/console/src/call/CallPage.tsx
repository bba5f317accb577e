import { skipToken, useQuery, useSubscription } from '@apollo/client/react';
import { Link, useParams } from 'react-router';
import { usePageTitle } from '../app/use-page-title';
import { CallDocument, CallFollowedDocument } from '../graph/generated/operations';
import { Recordings } from '../recording/Recordings';
import { Loading } from '../states/Loading';
import { Problems } from '../states/Problems';
import { strings } from '../strings';
import { CallFacts } from './CallFacts';
import { Parties } from './Parties';
import { ProviderDetails } from './ProviderDetails';
import { SameCall } from './SameCall';
import { Timeline } from './Timeline';
import './call.css';

export function CallPage() {
  const { id = '' } = useParams();
  const { data, error, loading, refetch } = useQuery(CallDocument, { variables: { id } });
  const call = data?.call;
  usePageTitle(call ? strings.call.title(strings.providers[call.provider]) : strings.call.documentTitle);
  // Until the call is over Switchboard asks its provider for changes. They come into the cache by the call's id.
  useSubscription(CallFollowedDocument, call && !call.isTerminal ? { variables: { ids: [id] }, ignoreResults: true } : skipToken);
  return (
    <>
      <p><Link to="/calls">← {strings.call.back}</Link></p>
      <h1>{call ? strings.call.title(strings.providers[call.provider]) : strings.call.documentTitle}</h1>
      <Problems error={error} onRetry={() => void refetch()} />
      {loading && !call && <Loading />}
      {data && !call && !error && <p className="notice">{strings.call.missing}</p>}
      {call && (
        <div className="columns">
          <CallFacts call={call} />
          <Parties call={call} />
          <Timeline call={call} />
          <Recordings recordings={call.recordings} />
          <SameCall id={id} />
          <ProviderDetails provider={call.provider} details={call.details} />
        </div>
      )}
    </>
  );
}
