import { useSyncExternalStore } from 'react';
import { useConnection } from '../graph/connection';
import { strings } from '../strings';
import './cost.css';

/** What the last operations cost upstream. Where Switchboard does not say it, as in production, there is no panel. */
export function CostPanel() {
  const { costs } = useConnection();
  const all = useSyncExternalStore(costs.subscribe, costs.get);
  const [last] = all;
  if (!last) return null;
  return (
    <aside className="cost" aria-label={strings.cost.title}>
      <details>
        <summary>
          {strings.cost.title}: <b>{last.name}</b> {inWords(last.upstream)}
        </summary>
        <p>{strings.cost.about}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">{strings.cost.operation}</th>
              <th scope="col">{strings.cost.requests}</th>
              <th scope="col">{strings.cost.time}</th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ number, name, milliseconds, upstream }) => (
              <tr key={number}>
                <td>{name}</td>
                <td>{inWords(upstream)}</td>
                <td>{strings.cost.milliseconds(milliseconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </aside>
  );
}

function inWords(upstream: Readonly<Record<string, number>>): string {
  const asked = Object.entries(upstream).filter(([, requests]) => requests > 0);
  if (asked.length === 0) return strings.cost.nothing;
  const total = asked.reduce((sum, [, requests]) => sum + requests, 0);
  return `${strings.cost.total(total)} (${asked.map(([provider, requests]) => `${provider} ${requests}`).join(', ')})`;
}
