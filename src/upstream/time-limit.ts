import { setMaxListeners } from 'node:events';

/** Why work for an operation stops once it has its answer. Created once, because without a reason every abort creates an error with its stack. */
export const OPERATION_ENDED = new DOMException('The operation has ended.', 'AbortError');

/** The longest time of a timer, in milliseconds: Node fires a longer one at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A signal that aborts after a timeout or together with another signal. Call `release` when it is not needed any more. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/**
 * Written by hand: AbortSignal.any() holds its sources weakly, so that in a busy process a timeout signal may be
 * garbage-collected and never fire.
 */
export function limitTime(parent: AbortSignal, milliseconds: number): TimeLimit {
  const controller = new AbortController();
  // Many requests may wait for it at once.
  setMaxListeners(0, controller.signal);
  const timer = setTimeout(() => controller.abort(new DOMException('The deadline has passed.', 'TimeoutError')), Math.min(milliseconds, LONGEST_TIMER_MS));
  timer.unref();
  const follow = () => controller.abort(parent.reason);
  parent.addEventListener('abort', follow, { once: true });
  if (parent.aborted) follow();
  return {
    signal: controller.signal,
    release: () => {
      clearTimeout(timer);
      parent.removeEventListener('abort', follow);
    },
  };
}
