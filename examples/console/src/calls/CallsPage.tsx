import { useQuery } from '@apollo/client/react';
import { useSearchParams } from 'react-router';
import { CallsDocument } from '../graph/generated/operations';
import { usePageTitle } from '../app/use-page-title';
import { strings } from '../strings';
import { CallList } from './CallList';
import { readFilters, toCallFilter, writeFilters } from './filters/address';
import { FilterBar } from './filters/FilterBar';
import { PAGE, useCallPages } from './use-call-pages';

/** All calls of all accounts. What is filtered by is in the address bar, so that it stays over a reload and can be sent. */
export function CallsPage() {
  usePageTitle(strings.calls.title);
  const [address, setAddress] = useSearchParams();
  const filters = readFilters(address);
  return (
    <>
      <h1>{strings.calls.title}</h1>
      <FilterBar filters={filters} onChange={(next) => setAddress(writeFilters(next), { preventScrollReset: true })} />
      {/* Another filter is another list: it begins at its top, with its own walk. */}
      <FilteredCalls key={address.toString()} address={address} />
    </>
  );
}

function FilteredCalls({ address }: { readonly address: URLSearchParams }) {
  const query = useQuery(CallsDocument, { variables: { filter: toCallFilter(readFilters(address)), first: PAGE } });
  return <CallList pages={useCallPages(query, query.data?.calls)} label={strings.calls.title} />;
}
