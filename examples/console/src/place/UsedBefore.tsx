import { useQuery } from '@apollo/client/react';
import { UsedBeforeDocument } from '../graph/generated/operations';

interface Suggestions {
  readonly teams: readonly string[];
  readonly templates: readonly string[];
}

/** Ids that recent calls have. The graph has no list of teams and templates, because AICaller has none. */
export function useUsedBefore(): Suggestions {
  const { data } = useQuery(UsedBeforeDocument, { fetchPolicy: 'cache-first' });
  const details = (data?.calls.nodes ?? []).map((call) => call.details).filter((one) => 'teamId' in one);
  return { teams: distinct(details.map(({ teamId }) => teamId)), templates: distinct(details.map(({ callTemplateId }) => callTemplateId)) };
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort();
}

/** Suggestions for a field; anything else may be typed, too. */
export function UsedBefore({ id, values }: { readonly id: string; readonly values: readonly string[] }) {
  return <datalist id={id}>{values.map((value) => <option key={value} value={value} />)}</datalist>;
}
