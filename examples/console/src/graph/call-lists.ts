import type { ApolloCache, FieldPolicy, Reference } from '@apollo/client';
import type { CallFilter, CallPageFragment, CallRowFragment } from './generated/operations';
import { admits } from './admits';

/** A list of calls in the cache: the pages that were loaded, as one. Not every operation asks for all of it. */
interface LoadedCalls extends Partial<Omit<CallPageFragment, 'nodes'>> {
  readonly nodes: readonly Reference[];
  readonly filter: CallFilter | null;
}

type ReadField = (name: string, of: Reference) => unknown;

/**
 * How pages of a list become one list. All pages of a walk are joined by the calls' ids, and sorted, because the
 * calls of a provider that failed come with a later page. `sources` are those of the newest answer.
 */
export const callList: FieldPolicy<LoadedCalls, Omit<LoadedCalls, 'filter'>> = {
  keyArgs: ['filter', 'orderBy'],
  merge(existing, incoming, { args, readField }) {
    const filter = (args?.['filter'] ?? null) as CallFilter | null;
    const isNextPage = typeof args?.['after'] === 'string';
    if (!existing || (!isNextPage && !overlap(existing.nodes, incoming.nodes))) return { ...incoming, filter };
    return {
      ...existing,
      ...incoming,
      filter,
      nodes: sorted(joined(existing.nodes, incoming.nodes), readField as ReadField),
      // The first page was read again: the walk goes on from where it was.
      pageInfo: isNextPage ? incoming.pageInfo : (existing.pageInfo ?? incoming.pageInfo),
    };
  },
};

/** Puts a call that the subscription told of into every list that would have it. */
export function insertCall(cache: ApolloCache, call: CallRowFragment): void {
  const contact = call.contact && cache.identify({ __typename: 'Contact', id: call.contact.id });
  for (const id of contact ? ['ROOT_QUERY', contact] : ['ROOT_QUERY']) {
    cache.modify<{ calls: LoadedCalls }>({
      id,
      fields: {
        calls(existing, { toReference, readField }) {
          const list = existing as LoadedCalls;
          const reference = toReference({ __typename: 'Call', id: call.id });
          if (!reference || !admits(list.filter, call) || list.nodes.some(({ __ref }) => __ref === reference.__ref)) return existing;
          const nodes = sorted([...list.nodes, reference], readField as ReadField);
          // Older than all that is loaded: it comes with its page.
          if (list.pageInfo?.hasNextPage && nodes.at(-1) === reference) return existing;
          return { ...list, nodes };
        },
      },
    });
  }
}

function overlap(one: readonly Reference[], other: readonly Reference[]): boolean {
  const ids = new Set(one.map(({ __ref }) => __ref));
  return other.some(({ __ref }) => ids.has(__ref));
}

function joined(one: readonly Reference[], other: readonly Reference[]): Reference[] {
  return [...new Map([...one, ...other].map((reference) => [reference.__ref, reference])).values()];
}

function sorted(nodes: readonly Reference[], readField: ReadField): Reference[] {
  // The sort is stable: calls of the same instant stay in the order in which the graph sent them.
  const times = new Map(nodes.map((node) => [node, String(readField('createdAt', node))]));
  return [...nodes].sort((a, b) => (times.get(b) ?? '').localeCompare(times.get(a) ?? ''));
}
