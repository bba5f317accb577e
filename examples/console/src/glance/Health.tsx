import { useQuery } from '@apollo/client/react';
import { HealthDocument } from '../graph/generated/operations';
import { Loading } from '../states/Loading';
import { Problems } from '../states/Problems';
import { strings } from '../strings';
import { AccountHealth } from './AccountHealth';

/** It costs no request upstream: Switchboard tells what it has seen itself. */
const EVERY_MS = 5_000;

/** An operation of its own, because it needs a scope that the list of calls does not. */
export function Health() {
  const { data, error, loading, refetch } = useQuery(HealthDocument, { pollInterval: EVERY_MS });
  return (
    <section aria-labelledby="health">
      <h2 id="health">{strings.glance.health}</h2>
      <Problems error={error} onRetry={() => void refetch()} />
      {loading && !data && <Loading />}
      <div className="cards">{data?.providerAccounts.map((account) => <AccountHealth key={account.id} account={account} />)}</div>
    </section>
  );
}
