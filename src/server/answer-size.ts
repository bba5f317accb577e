import { type ExecutionResult, GraphQLError } from 'graphql';

/** Characters that JSON escapes. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Whether a response has at most `maxBytes` bytes as JSON. Stops counting at the limit, so that huge responses cost no extra time. */
export function isWithin({ data, errors }: Pick<ExecutionResult, 'data' | 'errors'> | { data?: unknown; errors?: unknown }, maxBytes: number): boolean {
  return [data, errors].reduce<number>((bytes, part) => bytes + (part === undefined ? 0 : jsonBytes(part, maxBytes)), 0) <= maxBytes;
}

/** Replaces a response that is too large. */
export function tooLarge(maxBytes: number): GraphQLError {
  return new GraphQLError(`This response has more than ${maxBytes} bytes. Request less, or use several operations.`, {
    extensions: { code: 'ANSWER_TOO_LARGE', limit: { bytes: maxBytes } },
  });
}

/** The bytes of a value as JSON. Above `max` the result may be any number greater than `max`. */
export function jsonBytes(value: unknown, max: number): number {
  if (typeof value === 'string') return textBytes(value, max);
  if (typeof value !== 'object' || value === null) return String(value).length;
  // Counts the opening bracket, and a comma or bracket after each member, so that a partial count is never too high.
  let bytes = 1;
  if (Array.isArray(value)) {
    for (const member of value as readonly unknown[]) {
      bytes += jsonBytes(member, max - bytes) + 1;
      if (bytes > max) return bytes;
    }
  } else {
    for (const [name, member] of Object.entries(value)) {
      bytes += textBytes(name, max) + 1 + jsonBytes(member, max - bytes) + 1;
      if (bytes > max) return bytes;
    }
  }
  return Math.max(2, bytes);
}

function textBytes(text: string, max: number): number {
  if (text.length > max) return text.length;
  return ESCAPED.test(text) ? Buffer.byteLength(JSON.stringify(text)) : Buffer.byteLength(text) + 2;
}
