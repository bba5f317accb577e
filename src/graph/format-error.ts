import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLErrorExtensions, type GraphQLFormattedError, Kind } from 'graphql';
import type { Logger } from 'pino';
import { ProviderError } from '../upstream/provider-error.js';

/** Returns the error that the client gets. `formatted` is GraphQL's own formatting. */
export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * Converts any thrown error to the one that the client gets. Our own errors keep their message. For any other
 * error the client gets an id, and the log has the details under that id.
 */
export function errorFormatter(log: Logger): FormatError {
  const format = formatterOf(log);
  return (formatted, error) => {
    const { message, ...rest } = format(formatted, error);
    return { message: shortened(message), ...rest };
  };
}

/** Limits a message as JSON. It may repeat client input of up to a megabyte. */
const MAX_MESSAGE_BYTES = 600;
/** One error of a document can have thousands of locations. */
const MAX_LOCATIONS = 5;

/** Cuts a message to MAX_MESSAGE_BYTES, measured after JSON escaping. */
export function shortened(message: string): string {
  if (message.length * 6 <= MAX_MESSAGE_BYTES) return message;
  let end = Math.min(message.length, MAX_MESSAGE_BYTES);
  while (Buffer.byteLength(JSON.stringify(message.slice(0, end))) > MAX_MESSAGE_BYTES) end -= Math.ceil(end / 10);
  return end === message.length ? message : `${message.slice(0, end)}…`;
}

function formatterOf(log: Logger): FormatError {
  return (formatted, error) => {
    const thrown = unwrapResolverError(error);
    const where = { ...(formatted.path && { path: formatted.path }), ...(formatted.locations && { locations: formatted.locations.slice(0, MAX_LOCATIONS) }) };
    if (thrown instanceof ProviderError) {
      const { provider, account, code, message, facts } = thrown;
      const extensions = { code, provider, ...(account !== null && { providerAccount: account }), ...(facts.retryAfter && { retryAfter: facts.retryAfter.toISOString() }) };
      return { message, ...where, extensions };
    }
    if (thrown instanceof GraphQLError && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') {
      const { stacktrace: _, http: __, ...extensions } = formatted.extensions ?? {};
      return { message: formatted.message, ...where, extensions };
    }
    // Apollo refuses some requests without a code, e.g. if a document does not match its hash.
    if (thrown instanceof GraphQLError && isRefusal(thrown.extensions)) return { message: thrown.message, ...where, extensions: { code: 'BAD_REQUEST' } };
    // Its message names the argument and the type, never a value.
    if (thrown instanceof GraphQLError && isMissingArgument(thrown)) return { message: thrown.message, ...where, extensions: { code: 'BAD_USER_INPUT' } };
    const errorId = randomUUID();
    log.error({ errorId, name: thrown instanceof Error ? thrown.name : typeof thrown, stack: stackOf(thrown), path: formatted.path }, 'internal error');
    return { message: `Internal error. The server's log has the details under the id ${errorId}.`, ...where, extensions: { code: 'INTERNAL_SERVER_ERROR', errorId } };
  };
}

/** Whether GraphQL.js found at execution that a variable has no value for an argument that needs one. */
function isMissingArgument({ nodes }: GraphQLError): boolean {
  return nodes?.length === 1 && nodes[0]?.kind === Kind.VARIABLE;
}

function isRefusal({ http }: GraphQLErrorExtensions): boolean {
  const { status } = { status: 500, ...(http as { status?: number } | undefined) };
  return status >= 400 && status < 500;
}

/** The stack without the message, which may contain data of a client or provider. */
function stackOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')).join('\n') : undefined;
}
