/** A signal that fires after a while, or with another one. To be released once nobody listens any more. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/**
 * Made by hand: AbortSignal.any() holds its sources weakly, so that a time-out which nobody else holds is
 * collected as garbage in a busy process, and never fires.
 */
export function limitTime(parent: AbortSignal, milliseconds: number): TimeLimit {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException('The time is over.', 'TimeoutError')), milliseconds);
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
