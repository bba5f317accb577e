import { useSyncExternalStore } from 'react';

/** As wide as a phone held upright. The same limit is in the style sheets. */
const narrow = window.matchMedia('(max-width: 40rem)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}
