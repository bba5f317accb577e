import type { ReactNode } from 'react';
import type { CallProvider, ProviderDetailsFragment } from '../graph/generated/operations';
import { Facts } from '../states/Facts';
import { Time } from '../states/Time';
import { strings } from '../strings';

/** What only the call's provider knows. Every field has its name in the strings; what is null is left out. */
export function ProviderDetails({ provider, details }: { readonly provider: CallProvider; readonly details: ProviderDetailsFragment }) {
  const facts = Object.entries(details)
    .filter(([name]) => name !== '__typename')
    .map(([name, value]) => [labelOf(name), written(value as Value)] as const);
  const isEmpty = facts.every(([, value]) => value === null);
  return (
    <section className="card" aria-labelledby="details">
      <h2 id="details">{strings.call.details(strings.providers[provider])}</h2>
      {isEmpty ? <p>{strings.call.noDetails}</p> : <Facts facts={facts} />}
    </section>
  );
}

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function labelOf(name: string): string {
  return strings.details[name as keyof typeof strings.details];
}

function written(value: Value): ReactNode {
  if (value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? strings.call.yes : strings.call.no;
  if (typeof value === 'string') return INSTANT.test(value) ? <Time at={value} /> : value;
  if (typeof value === 'number') return String(value);
  if (isList(value)) return value.length === 0 ? null : value.map((one, index) => <div key={index}>{written(one)}</div>);
  // A small object, such as a name with its value: its texts in their order.
  const parts = Object.entries(value).filter(([name]) => name !== '__typename' && name !== 'id');
  const texts = parts.map(([, part]) => written(part)).filter((part) => part !== null);
  return texts.length === 0 ? null : texts.map((text, index) => <span key={index}>{index > 0 && ', '}{text}</span>);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
