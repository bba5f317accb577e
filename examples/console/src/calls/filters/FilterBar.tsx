import { useQuery } from '@apollo/client/react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { AccountsDocument, type CallDirection, type CallProvider, type CallStatus } from '../../graph/generated/operations';
import { strings } from '../../strings';
import { useIsNarrow } from '../../app/use-is-narrow';
import type { Filters } from './address';
import { ManySelect } from './ManySelect';
import { NumberFilter } from './NumberFilter';
import { TimeFilter } from './TimeFilter';
import './filters.css';

const NONE: Filters = { providers: [], accounts: [], statuses: [], directions: [], number: null, from: null, to: null };

const GOING_ON: readonly CallStatus[] = ['QUEUED', 'RINGING', 'IN_PROGRESS'];

export function FilterBar({ filters, onChange }: { readonly filters: Filters; readonly onChange: (filters: Filters) => void }) {
  const { data } = useQuery(AccountsDocument);
  const isNarrow = useIsNarrow();
  const accounts = data?.providerAccounts ?? [];
  const providers = Object.entries(strings.providers).filter(([name]) => accounts.some(({ provider }) => provider === name));
  const set = (changed: Partial<Filters>) => onChange({ ...filters, ...changed });
  const count = Object.values(filters).filter((value) => (Array.isArray(value) ? value.length > 0 : value !== null)).length;
  return (
    <Disclosure className="filters" defaultExpanded={!isNarrow}>
      <div className="row">
        <Heading level={2}>
          <Button slot="trigger" className="button quiet">{count > 0 ? strings.filters.set(count) : strings.filters.title}</Button>
        </Heading>
        <Button className="button quiet" onPress={() => onChange({ ...NONE, statuses: GOING_ON })}>{strings.filters.goingOn}</Button>
        {count > 0 && <Button className="button quiet" onPress={() => onChange(NONE)}>{strings.filters.clear}</Button>}
      </div>
      <DisclosurePanel>
        <div className="filter-fields">
          <ManySelect label={strings.filters.provider} options={providers} value={filters.providers} onChange={(value) => set({ providers: value as CallProvider[] })} />
          <ManySelect label={strings.filters.account} options={accounts.map(({ name }) => [name, name])} value={filters.accounts} onChange={(value) => set({ accounts: value })} />
          <ManySelect label={strings.filters.status} options={Object.entries(strings.statuses)} value={filters.statuses} onChange={(value) => set({ statuses: value as CallStatus[] })} />
          <ManySelect label={strings.filters.direction} options={Object.entries(strings.directions)} value={filters.directions} onChange={(value) => set({ directions: value as CallDirection[] })} />
          <NumberFilter value={filters.number} onChange={(number) => set({ number })} />
          <TimeFilter from={filters.from} to={filters.to} onChange={set} />
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}
