import { GraphQLError } from 'graphql';
import { FellBehind } from '../events/subscribers.js';

/**
 * The error that ends a subscription. Without this, graphql-ws sends the message of any thrown error to the
 * client, whatever is in it.
 */
export function subscriptionError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (error instanceof FellBehind) return new GraphQLError(error.message, { extensions: { code: 'FELL_BEHIND' } });
  return new GraphQLError('The subscription failed.', { originalError: error instanceof Error ? error : new Error(typeof error), extensions: { code: 'INTERNAL_SERVER_ERROR' } });
}
