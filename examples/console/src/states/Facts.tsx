import type { ReactNode } from 'react';

/** Names with their values. What is not known is left out: null means that the provider does not have it. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '');
  return (
    <dl className="facts">
      {/* A name may be there more than once, such as that of several agents. */}
      {known.map(([name, value], index) => (
        <FactLine key={index} name={name} value={value} />
      ))}
    </dl>
  );
}

function FactLine({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
