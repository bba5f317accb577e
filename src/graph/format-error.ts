import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLErrorExtensions, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ProviderError } from '../upstream/provider-error.js';

/** What a client sees of an error; `formatted` is what GraphQL makes of it by itself. */
export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * Turns whatever was thrown into what a client sees. Our own errors say what happened; of anything else
 * the client learns an id, under which the log has the rest.
 */
export function errorFormatter(log: Logger): FormatError {
  const format = formatterOf(log);
  return (formatted, error) => {
    const { message, ...rest } = format(formatted, error);
    return { message: shortened(message), ...rest };
  };
}

/** So much of a message, as JSON: what a client sent may be repeated in it, and may be a megabyte. */
const LONGEST_MESSAGE_BYTES = 600;
/** A document can be wrong in thousands of places in one way. */
const MOST_LOCATIONS = 5;

/** A message that is short even when all that is in it has to be escaped. */
export function shortened(message: string): string {
  if (message.length * 6 <= LONGEST_MESSAGE_BYTES) return message;
  let end = Math.min(message.length, LONGEST_MESSAGE_BYTES);
  while (Buffer.byteLength(JSON.stringify(message.slice(0, end))) > LONGEST_MESSAGE_BYTES) end -= Math.ceil(end / 10);
  return end === message.length ? message : `${message.slice(0, end)}…`;
}

function formatterOf(log: Logger): FormatError {
  return (formatted, error) => {
    const thrown = unwrapResolverError(error);
    const where = { ...(formatted.path && { path: formatted.path }), ...(formatted.locations && { locations: formatted.locations.slice(0, MOST_LOCATIONS) }) };
    if (thrown instanceof ProviderError) {
      const { provider, code, message, facts } = thrown;
      const extensions = { code, provider, ...(facts.retryAfter && { retryAfter: facts.retryAfter.toISOString() }) };
      return { message, ...where, extensions };
    }
    if (thrown instanceof GraphQLError && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') {
      const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
      return { message: formatted.message, ...where, extensions };
    }
    // Apollo refuses some requests without a code of its own, such as a document that is not what its hash says.
    if (thrown instanceof GraphQLError && isRefusal(thrown.extensions)) return { message: thrown.message, ...where, extensions: { code: 'BAD_REQUEST' } };
    const errorId = randomUUID();
    log.error({ errorId, name: thrown instanceof Error ? thrown.name : typeof thrown, stack: stackOf(thrown), path: formatted.path }, 'internal error');
    return { message: `Something went wrong here. The log has it as ${errorId}.`, ...where, extensions: { code: 'INTERNAL_SERVER_ERROR', errorId } };
  };
}

function isRefusal({ http }: GraphQLErrorExtensions): boolean {
  const { status } = { status: 500, ...(http as { status?: number } | undefined) };
  return status >= 400 && status < 500;
}

/** Where it was thrown. The message stays out: it may hold what a client or a provider sent. */
function stackOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')).join('\n') : undefined;
}
