/** JSON that another process has written. Undefined if it can't be read: nothing in Redis may end this process. */
export function readMessage<T extends object>(text: string): T | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null ? (message as T) : undefined;
  } catch {
    return undefined;
  }
}
