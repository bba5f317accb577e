import type { RecordingFragment } from '../graph/generated/operations';
import { formatDuration } from '../format/amounts';
import { strings } from '../strings';
import { Recording } from './Recording';

export function Recordings({ recordings }: { readonly recordings: readonly RecordingFragment[] }) {
  return (
    <section className="card" aria-labelledby="recordings">
      <h2 id="recordings">{strings.recording.title}</h2>
      {recordings.length === 0 && <p>{strings.recording.none}</p>}
      {recordings.map(({ id, state, duration }) => (
        <div key={id} className="stack">
          {duration !== null && <p className="quiet">{formatDuration(duration)}</p>}
          {state === 'AVAILABLE' ? <Recording id={id} /> : <p>{strings.recording.states[state]}</p>}
        </div>
      ))}
    </section>
  );
}
