import { formatAccount } from '../format/account';
import { formatClock } from '../format/time';
import type { HealthQuery } from '../graph/generated/operations';
import { strings } from '../strings';

type Account = HealthQuery['providerAccounts'][number];
const words = strings.glance;

export function AccountHealth({ account: { name, provider, isSimulated, health } }: { readonly account: Account }) {
  const { status, retryAfter, lastFailure, budget } = health;
  return (
    <article className="card">
      <h3>
        {formatAccount(provider, name)} <span className={`health ${status.toLowerCase()}`}>{words.healthStatuses[status]}</span>
      </h3>
      <p className="quiet">{name}{isSimulated && `, ${words.simulated}`}</p>
      {lastFailure && <p>{words.lastFailure}: {strings.problems[lastFailure] ?? lastFailure}</p>}
      {retryAfter && <p>{words.pausedUntil(formatClock(retryAfter))}</p>}
      {budget ? <Budget budget={budget} /> : <p className="quiet">{words.noBudget}</p>}
    </article>
  );
}

function Budget({ budget: { limit, windowSeconds, left, resetsAt } }: { readonly budget: NonNullable<Account['health']['budget']> }) {
  const text = words.left(left, limit, windowSeconds);
  return (
    <>
      <meter min={0} max={limit} low={limit / 5} value={left} aria-label={words.budget}>{text}</meter>
      <p className="quiet">{text}. {resetsAt && words.fullAgain(formatClock(resetsAt))}</p>
    </>
  );
}
