import { useLazyQuery } from '@apollo/client/react';
import { lazy, Suspense } from 'react';
import { Button } from 'react-aria-components';
import { RecordingLinkDocument } from '../graph/generated/operations';
import { Loading } from '../states/Loading';
import { Problems } from '../states/Problems';
import { strings } from '../strings';

/** With its library only when somebody wants to hear. */
const Player = lazy(async () => ({ default: (await import('./Player')).Player }));

/** A recording that somebody wants to hear. Its link is asked for only then, because whoever has it can play. */
export function Recording({ id }: { readonly id: string }) {
  // Nothing is kept of a link: it expires, and each one is in the audit.
  const [ask, { data, error, loading }] = useLazyQuery(RecordingLinkDocument, { fetchPolicy: 'no-cache' });
  const load = () => void ask({ variables: { id } });
  const recording = data?.recording;
  if (loading) return <Loading />;
  if (recording?.playback) {
    const { url, downloadUrl } = recording.playback;
    return (
      <Suspense fallback={<Loading />}>
        <Player key={url} url={url} downloadUrl={downloadUrl} onExpired={load} />
      </Suspense>
    );
  }
  return (
    <>
      <Problems error={error} onRetry={load} />
      {recording && <p>{strings.recording.states[recording.state]}</p>}
      {!error && !recording && <Button className="button primary" onPress={load}>{strings.recording.play}</Button>}
    </>
  );
}
