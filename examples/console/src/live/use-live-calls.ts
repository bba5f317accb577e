import { useSubscription } from '@apollo/client/react';
import { useEffect, useRef } from 'react';
import { insertCall } from '../graph/call-lists';
import { useConnection } from '../graph/connection';
import { CallUpdatedDocument } from '../graph/generated/operations';
import { problemsOf } from '../graph/problems';
import { useLineState } from './use-line-state';

/**
 * Keeps every list up to date. A call that is in the cache changes by its id, wherever it is shown; a new one is
 * put into the lists that would have it.
 */
export function useLiveCalls(): void {
  const { client, line } = useConnection();
  const { restart } = useSubscription(CallUpdatedDocument, {
    ignoreResults: true,
    onData: ({ data: { data } }) => {
      if (data?.callUpdated) insertCall(client.cache, data.callUpdated);
    },
    onError: (error) => {
      // Any other error lasts: the token or the documents do not fit.
      if (!problemsOf(error).some(({ code }) => code === 'FELL_BEHIND')) return line.state.set('refused');
      restart();
      void client.refetchQueries({ include: 'active' });
    },
  });
  useReadingAfterGap();
}

/** The subscription does not tell what happened while the line was down, so what is on the page is read again. */
function useReadingAfterGap(): void {
  const { client } = useConnection();
  const state = useLineState();
  const wasDown = useRef(false);
  useEffect(() => {
    if (state === 'down') wasDown.current = true;
    if (state !== 'up' || !wasDown.current) return;
    wasDown.current = false;
    void client.refetchQueries({ include: 'active' });
  }, [client, state]);
}
