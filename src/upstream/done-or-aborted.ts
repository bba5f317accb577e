/** Resolves when the promise does, or when the signal aborts. Rejects if the promise does before. */
export function doneOrAborted(done: Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  // Written by hand: Node's helpers create an error each time, even if nothing was aborted.
  return new Promise((resolve, reject) => {
    const stop = () => resolve();
    signal.addEventListener('abort', stop, { once: true });
    done.then(stop, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
