import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { writeInstant } from './written-instant.js';

/** RFC 3339: date, time and an explicit zone. */
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
/** Every month has this many days. */
const SHORTEST_MONTH = 28;

/**
 * Reads an instant that a client or a vendor sent. Returns an Invalid Date for a text without a zone or without a
 * date. It does not throw, so that the caller can report the field together with all other problems.
 */
export function readInstant(text: string): Date {
  if (!INSTANT.test(text) || !isDayOfMonth(text)) return new Date(Number.NaN);
  return new Date(text.charAt(10) === ' ' ? text.replace(' ', 'T') : text);
}

/** JavaScript would read 31 February as 3 March. */
function isDayOfMonth(text: string): boolean {
  const day = Number(text.slice(8, 10));
  return day <= SHORTEST_MONTH || day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
}

/** Whether `readInstant` could read the instant. */
export function isReadable(instant: Date): boolean {
  return !Number.isNaN(instant.getTime());
}

function parse(value: unknown): Date {
  if (typeof value === 'string') return readInstant(value);
  throw new GraphQLError('A DateTime is a string such as "2024-03-20T09:00:00.000Z".');
}

export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant in ISO 8601. Outputs are in UTC with milliseconds: 2024-03-20T09:00:00.000Z. Inputs need an explicit zone.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (value) => writeInstant(value as Date),
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});
