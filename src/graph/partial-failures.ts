import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { ProviderError } from '../upstream/provider-error.js';

/** More errors of one operation say nothing new. */
const MOST_ERRORS = 20;

/**
 * Failures beside the data. A list that could not be read completely is answered with what could be read, because an
 * error in its place would take the call, and the page of calls around it, out of the answer. The failure is told in
 * `errors` with the list's path, once for each account and code.
 */
export class PartialFailures {
  private readonly known = new Map<string, GraphQLError>();

  add(failure: ProviderError, { fieldNodes, fieldName, path }: GraphQLResolveInfo): void {
    const key = `${failure.account ?? failure.provider} ${failure.code} ${fieldName}`;
    if (this.known.has(key) || this.known.size >= MOST_ERRORS) return;
    this.known.set(key, new GraphQLError(failure.message, { nodes: fieldNodes, path: keysOf(path), originalError: failure }));
  }

  get errors(): readonly GraphQLError[] {
    return [...this.known.values()];
  }
}

function keysOf(path: GraphQLResolveInfo['path']): (string | number)[] {
  return path.prev ? [...keysOf(path.prev), path.key] : [path.key];
}
