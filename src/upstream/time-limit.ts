import { setMaxListeners } from 'node:events';

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
  const timer = setTimeout(() => controller.abort(new DOMException('The deadline has passed.', 'TimeoutError')), milliseconds);
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
