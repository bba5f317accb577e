import { useEffect } from 'react';
import { strings } from '../strings';

/** The title of the tab, which screen readers say when the page changes. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – ${strings.title}`;
  }, [title]);
}
