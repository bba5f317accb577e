import { useMutation } from '@apollo/client/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { problemsOf } from '../graph/problems';
import { type CallRowFragment, type CreatePhoneCallInput, PlaceCallDocument, type PlaceCallMutation } from '../graph/generated/operations';
import { type Draft, type Intention, loadIntention, newIntention, saveIntention } from './intention';

type UserError = PlaceCallMutation['createPhoneCall']['userErrors'][number];

/** How far the intention is. */
export type Progress =
  /** The form is filled in. `errors` and `problem`: why nothing was placed. */
  | { readonly step: 'filling'; readonly errors: readonly UserError[]; readonly problem: unknown }
  | { readonly step: 'asking' }
  | { readonly step: 'placed'; readonly call: CallRowFragment; readonly replayed: boolean }
  /** The phone may ring. `message` and `problem`: what is said about it, if anything was. */
  | { readonly step: 'unknown'; readonly message: string | null; readonly problem: unknown };

const FILLING: Progress = { step: 'filling', errors: [], problem: null };
/** Refused before anything was executed. After any other failure it is not known whether the phone rings. */
const NOT_EXECUTED = ['UNAUTHENTICATED', 'FORBIDDEN', 'AUTH_UNAVAILABLE', 'RATE_LIMITED', 'BAD_USER_INPUT', 'BAD_REQUEST', 'GRAPHQL_VALIDATION_FAILED', 'DOCUMENT_NOT_TRUSTED', 'OPERATION_TOO_COSTLY'];
/** The key placed no call, whatever became of earlier requests with it. */
const PLACED_NOTHING = ['INVALID_INPUT', 'PROVIDER_REJECTED', 'NOT_ALLOWED'];
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Places one call for one intention. Its key is in the tab's storage before anything is sent, so that a double
 * click, a repeat and a reload all send the same key. An unknown outcome is followed by sending it again: the graph
 * never dials twice for a key.
 */
export function usePlacing() {
  const [intention, setIntention] = useState(loadIntention);
  const [progress, setProgress] = useState<Progress>(intention.sent ? { step: 'asking' } : FILLING);
  const [mutate] = useMutation(PlaceCallDocument);
  /** Known at once, where a state is known after the next rendering only: a double click comes in between. */
  const isAsking = useRef(false);

  const keep = useCallback((next: Intention) => {
    saveIntention(next);
    setIntention(next);
  }, []);

  const ask = useCallback(
    async ({ key, draft, sent }: Intention, input: CreatePhoneCallInput) => {
      if (isAsking.current) return;
      isAsking.current = true;
      keep({ key, draft, sent: input });
      setProgress({ step: 'asking' });
      const { data, error } = await mutate({ variables: { input: { ...input, idempotencyKey: key } } }).catch((error: unknown) => ({ data: null, error }));
      isAsking.current = false;
      const answer = data?.createPhoneCall ? afterAnswer(data.createPhoneCall) : afterFailure(error);
      const next = sent === null ? answer : afterRepeat(answer);
      if (next.step === 'filling') {
        const isForeign = next.errors.some(({ code }) => code === 'IDEMPOTENCY_KEY_REUSED');
        keep(isForeign ? newIntention(draft) : { key, draft, sent: null });
      }
      setProgress(next);
    },
    [keep, mutate],
  );

  const askAgain = useCallback(() => {
    if (intention.sent) void ask(intention, intention.sent);
  }, [ask, intention]);

  // Once, after a reload: the answer may have been lost with the page.
  useEffect(askAgain, []);
  useFollowing(progress.step === 'unknown', askAgain);

  return {
    draft: intention.draft,
    idempotencyKey: intention.key,
    progress,
    change: (changed: Partial<Draft>) => keep({ ...intention, draft: { ...intention.draft, ...changed } }),
    place: (input: CreatePhoneCallInput) => void ask(intention, input),
    askAgain,
    begin: () => {
      keep(newIntention());
      setProgress(FILLING);
    },
  };
}

/** Asks again after growing pauses, as long as the outcome is not known. */
function useFollowing(isUnknown: boolean, askAgain: () => void): void {
  const wait = useRef(FIRST_WAIT_MS);
  useEffect(() => {
    if (!isUnknown) return;
    const timer = setTimeout(askAgain, wait.current);
    wait.current = Math.min(LONGEST_WAIT_MS, 2 * wait.current);
    return () => clearTimeout(timer);
  }, [isUnknown, askAgain]);
}

function afterAnswer({ call, replayed, userErrors }: PlaceCallMutation['createPhoneCall']): Progress {
  if (call) return { step: 'placed', call, replayed };
  const unknown = userErrors.find(({ code }) => code === 'OUTCOME_UNKNOWN');
  return unknown ? { step: 'unknown', message: unknown.message, problem: null } : { step: 'filling', errors: userErrors, problem: null };
}

function afterFailure(error: unknown): Progress {
  const isRefused = problemsOf(error).every(({ code }) => NOT_EXECUTED.includes(code));
  return isRefused ? { step: 'filling', errors: [], problem: error } : { step: 'unknown', message: null, problem: null };
}

/** That a repeat was refused says nothing about the first request, unless the graph says that the key placed nothing. */
function afterRepeat(answer: Progress): Progress {
  if (answer.step !== 'filling') return answer;
  const { errors, problem } = answer;
  if (errors.length > 0 && errors.every(({ code }) => PLACED_NOTHING.includes(code))) return answer;
  return { step: 'unknown', message: errors[0]?.message ?? null, problem };
}
