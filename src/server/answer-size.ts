import { type ExecutionResult, GraphQLError } from 'graphql';

/** JSON writes these with more characters than they have. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Whether an answer takes at most so many bytes as JSON. Looking stops there: what is far too large costs no more than what is just too large. */
export function isWithin({ data, errors }: Pick<ExecutionResult, 'data' | 'errors'> | { data?: unknown; errors?: unknown }, mostBytes: number): boolean {
  return [data, errors].reduce<number>((bytes, part) => bytes + (part === undefined ? 0 : jsonBytes(part, mostBytes)), 0) <= mostBytes;
}

/** Stands in the place of an answer that is too large. */
export function tooLarge(mostBytes: number): GraphQLError {
  return new GraphQLError(`This answer has more than ${mostBytes} bytes. Ask for less, or in several operations.`, {
    extensions: { code: 'ANSWER_TOO_LARGE', limit: { bytes: mostBytes } },
  });
}

/** How many bytes a value takes as JSON; where that is more than `most`, any number above it. */
export function jsonBytes(value: unknown, most: number): number {
  if (typeof value === 'string') return textBytes(value, most);
  if (typeof value !== 'object' || value === null) return String(value).length;
  // A bracket before, and a comma or a bracket behind each member: never more than there is, wherever looking stops.
  let bytes = 1;
  if (Array.isArray(value)) {
    for (const member of value as readonly unknown[]) {
      bytes += jsonBytes(member, most - bytes) + 1;
      if (bytes > most) return bytes;
    }
  } else {
    for (const [name, member] of Object.entries(value)) {
      bytes += textBytes(name, most) + 1 + jsonBytes(member, most - bytes) + 1;
      if (bytes > most) return bytes;
    }
  }
  return Math.max(2, bytes);
}

function textBytes(text: string, most: number): number {
  if (text.length > most) return text.length;
  return ESCAPED.test(text) ? Buffer.byteLength(JSON.stringify(text)) : Buffer.byteLength(text) + 2;
}
