import { useLayoutEffect, useRef } from 'react';

interface Seen {
  readonly id: string;
  readonly index: number;
}

/**
 * Keeps the rows on the screen where they are when rows come in above them. At the very top of the list new rows
 * are seen coming.
 */
export function useKeptPosition(calls: readonly { readonly id: string }[], rowHeight: number, top: number): void {
  const seen = useRef<Seen | null>(null);
  useLayoutEffect(() => {
    const before = seen.current;
    if (!before || calls[before.index]?.id === before.id) return;
    const index = calls.findIndex(({ id }) => id === before.id);
    if (index >= 0) window.scrollBy({ top: (index - before.index) * rowHeight, behavior: 'instant' });
  }, [calls, rowHeight]);
  useLayoutEffect(() => {
    const look = () => {
      const index = Math.floor((window.scrollY - top) / rowHeight);
      const call = index < 0 ? undefined : calls[index];
      seen.current = call ? { id: call.id, index } : null;
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, [calls, rowHeight, top]);
}
