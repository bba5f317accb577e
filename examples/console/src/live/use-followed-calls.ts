import { skipToken, useSubscription } from '@apollo/client/react';
import { CallUpdatedDocument } from '../graph/generated/operations';

/** As many calls as one subscription may name. */
const MOST = 100;

/**
 * Follows calls that are still going on. Switchboard is told by its providers of few calls only; those that a
 * subscriber names are also polled until they end.
 */
export function useFollowedCalls(calls: readonly { readonly id: string; readonly isTerminal: boolean }[]): void {
  const ids = calls.filter(({ isTerminal }) => !isTerminal).map(({ id }) => id).slice(0, MOST);
  // Their changes come into the cache by their ids: nothing is left to do here.
  useSubscription(CallUpdatedDocument, ids.length > 0 ? { variables: { callIds: ids }, ignoreResults: true } : skipToken);
}
