import { formatInstant, formatMinute } from '../format/time';

/** An instant in the reader's zone; to the second when pointed at. */
export function Time({ at }: { readonly at: string }) {
  return <time dateTime={at} title={formatInstant(at)}>{formatMinute(at)}</time>;
}
