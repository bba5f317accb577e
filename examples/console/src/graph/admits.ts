import type { CallFilter, CallRowFragment } from './generated/operations';

/**
 * Whether a list with this filter has the call. Only for calls that the subscription tells of, and only for the
 * fields of a filter that the console sets: everything else is filtered by the graph.
 */
export function admits(filter: CallFilter | null, call: CallRowFragment): boolean {
  if (!filter) return true;
  const { providers, providerAccounts, statuses, directions, phoneNumbers, createdAt } = filter;
  const numbers = [call.from?.e164, call.to?.e164];
  return (
    (!providers || providers.includes(call.provider)) &&
    (!providerAccounts || providerAccounts.includes(call.providerAccount.name)) &&
    (!statuses || statuses.includes(call.status)) &&
    (!directions || directions.includes(call.direction)) &&
    (!phoneNumbers || phoneNumbers.some((number) => numbers.includes(number))) &&
    (!createdAt?.from || Date.parse(call.createdAt) >= Date.parse(createdAt.from)) &&
    (!createdAt?.to || Date.parse(call.createdAt) <= Date.parse(createdAt.to))
  );
}
