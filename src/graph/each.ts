import { BadUserInput } from '../model/bad-user-input.js';

export const MAX_LOOKUPS = 1000;

/**
 * Looks up each member of a list argument. A member that fails becomes an error at its own path and does not
 * affect the others. @throws BadUserInput if the list is too long
 */
export function eachOf<T>(members: readonly string[], argument: string, find: (member: string, path: string) => Promise<T>): Promise<T | Error>[] {
  if (members.length > MAX_LOOKUPS) throw new BadUserInput(`has ${members.length} members. At most ${MAX_LOOKUPS} are allowed.`, argument);
  return members.map(async (member, index) => {
    try {
      return await find(member, `${argument}.${index}`);
    } catch (error) {
      // Returned, not thrown: one rejected member would fail the whole list.
      if (error instanceof Error) return error;
      throw error;
    }
  });
}
