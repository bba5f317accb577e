import { formatDuration } from '../format/amounts';
import { formatClock } from '../format/time';
import type { WholeCallFragment } from '../graph/generated/operations';
import { strings } from '../strings';
import { type Bar, barsOf } from './timeline';

/** The call and its legs on one line of time. Each bar also has its times in words. */
export function Timeline({ call }: { readonly call: WholeCallFragment }) {
  const bars = barsOf(call, Date.now());
  const begin = Math.min(...bars.map(({ from }) => from));
  const length = Math.max(1, ...bars.map(({ to }) => to - begin));
  const percent = (milliseconds: number) => `${(100 * milliseconds) / length}%`;
  return (
    <section className="card" aria-labelledby="timeline">
      <h2 id="timeline">{strings.call.timeline}</h2>
      <ol className="timeline">
        {bars.map((bar, index) => (
          <li key={index}>
            <span>
              <b>{nameOf(bar)}</b> {describe(bar)}
            </span>
            <small>{spanOf(bar, call.endedAt === null && !call.isTerminal)}</small>
            <span className={`track ${bar.leg === null ? 'whole' : bar.leg.answered ? 'answered' : 'missed'}`} aria-hidden="true">
              <i style={{ left: percent(bar.from - begin), width: percent(bar.to - bar.from) }} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function nameOf({ leg }: Bar): string {
  return leg === null ? strings.call.wholeCall : (leg.agent.name ?? leg.agent.providerAgentId);
}

function describe({ leg }: Bar): string {
  if (!leg) return '';
  const { answered, isTransfer, type, hangupReason } = leg;
  return [answered ? strings.call.answered : strings.call.notAnswered, isTransfer && strings.call.transferred, type, hangupReason].filter(Boolean).join(', ');
}

function spanOf({ from, to }: Bar, isGoingOn: boolean): string {
  const until = isGoingOn ? strings.call.untilNow : formatClock(new Date(to).toISOString());
  return `${formatClock(new Date(from).toISOString())} – ${until} (${formatDuration((to - from) / 1000)})`;
}
