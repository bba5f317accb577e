import { BadUserInput } from '../model/bad-user-input.js';

export const MAX_LOOKUPS = 1000;

/**
 * Looks up each member of a list argument. A member that fails becomes an error at its own path and does not
 * affect the others. One promise for all, because a promise for each of a thousand members costs GraphQL several more.
 * @throws BadUserInput if the list is too long
 */
export function eachOf<T>(members: readonly string[], argument: string, find: (member: string, path: string) => Promise<T>): Promise<(T | Error)[]> {
  if (members.length > MAX_LOOKUPS) throw new BadUserInput(`has ${members.length} members. At most ${MAX_LOOKUPS} are allowed.`, argument);
  return Promise.all(members.map((member, index) => found(find, member, `${argument}.${index}`)));
}

function found<T>(find: (member: string, path: string) => Promise<T>, member: string, path: string): Promise<T | Error> {
  try {
    return find(member, path).catch(returned);
  } catch (error) {
    return Promise.resolve(returned(error));
  }
}

/** Returned, not thrown: one rejected member would fail the whole list. */
function returned(error: unknown): Error {
  if (error instanceof Error) return error;
  throw error;
}
