import { useFragment } from '@apollo/client/react';
import { Button } from 'react-aria-components';
import { Link } from 'react-router';
import { usePageTitle } from '../app/use-page-title';
import { Status } from '../calls/Status';
import { useFollowedCalls } from '../live/use-followed-calls';
import { type CallRowFragment, CallRowFragmentDoc } from '../graph/generated/operations';
import { Loading } from '../states/Loading';
import { Problems } from '../states/Problems';
import { strings } from '../strings';
import { PlaceForm } from './PlaceForm';
import { usePlacing } from './use-placing';
import './place.css';

export function PlacePage() {
  usePageTitle(strings.place.title);
  const placing = usePlacing();
  const { progress, askAgain, begin, idempotencyKey } = placing;
  return (
    <>
      <h1>{strings.place.title}</h1>
      {(progress.step === 'filling' || progress.step === 'unknown') && <Problems error={progress.problem} />}
      {progress.step === 'filling' && <PlaceForm placing={placing} errors={progress.errors} />}
      {progress.step === 'asking' && <Loading label={strings.place.placing} />}
      {progress.step === 'placed' && <Placed call={progress.call} replayed={progress.replayed} onAnother={begin} />}
      {progress.step === 'unknown' && (
        <div className="notice warning stack" role="alert">
          <p><b>{strings.place.unknown}</b></p>
          <p>{strings.place.unknownAbout}</p>
          {progress.message !== null && <p>{progress.message}</p>}
          <div className="row">
            <Button className="button primary" onPress={askAgain}>{strings.place.askAgain}</Button>
            <Button className="button" onPress={begin}>{strings.place.giveUp}</Button>
          </div>
        </div>
      )}
      <p className="quiet">{strings.place.keyHint(idempotencyKey)}</p>
    </>
  );
}

/** The call that was placed, followed until it ends. */
function Placed({ call: placed, replayed, onAnother }: { readonly call: CallRowFragment; readonly replayed: boolean; readonly onAnother: () => void }) {
  const { data } = useFragment({ fragment: CallRowFragmentDoc, fragmentName: 'CallRow', from: { __typename: 'Call', id: placed.id } });
  const { id, status, isTerminal } = { ...placed, ...data };
  useFollowedCalls([{ id, isTerminal: isTerminal ?? false }]);
  return (
    <div className="notice good stack" role="status">
      <p>
        <b>{strings.place.placed}</b> {replayed && strings.place.replayed} <Status status={status} />
      </p>
      <div className="row">
        <Link to={`/calls/${id}`}>{strings.place.follow}</Link>
        <Button className="button" onPress={onAnother}>{strings.place.another}</Button>
      </div>
    </div>
  );
}
