import { useEffect, useState } from 'react';
import { strings } from '../strings';

const SLOW_AFTER_MS = 3_000;

/** Says that something is loading, and after a while that it is slow. */
export function Loading({ label = strings.states.loading }: { readonly label?: string }) {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" role="status">
      <span className="spinner" aria-hidden="true" />
      {label}
      {isSlow && ` ${strings.states.slow}`}
    </div>
  );
}
