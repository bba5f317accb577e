import { formatMinute } from '../format/time';
import { strings } from '../strings';
import { type Hour, OUTCOMES } from './hours';

/** The chart's numbers in words, without the hours that have none. */
export function HourTable({ hours }: { readonly hours: readonly Hour[] }) {
  const words = strings.glance;
  const total = (hour: Hour) => OUTCOMES.reduce((sum, outcome) => sum + hour[outcome], 0);
  return (
    <details className="hour-table">
      <summary>{words.asTable}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.hour}</th>
            {OUTCOMES.map((outcome) => <th key={outcome} scope="col">{words.outcomes[outcome]}</th>)}
            <th scope="col">{words.total}</th>
          </tr>
        </thead>
        <tbody>
          {hours.filter((hour) => total(hour) > 0).map((hour) => (
            <tr key={hour.at}>
              <th scope="row">{formatMinute(new Date(hour.at).toISOString())}</th>
              {OUTCOMES.map((outcome) => <td key={outcome}>{hour[outcome]}</td>)}
              <td>{total(hour)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
