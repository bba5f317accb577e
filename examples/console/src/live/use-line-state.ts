import { useSyncExternalStore } from 'react';
import { useConnection } from '../graph/connection';
import type { LineState } from '../graph/line';

export function useLineState(): LineState {
  const { line } = useConnection();
  return useSyncExternalStore(line.state.subscribe, line.state.get);
}
