import { BadUserInput } from '../model/bad-user-input.js';

export const MOST_AT_ONCE = 1000;

/**
 * Looks up each member of a list argument. A member that can't be looked up is an error in its own place
 * and leaves the others alone. @throws BadUserInput for too long a list.
 */
export function eachOf<T>(members: readonly string[], argument: string, find: (member: string, path: string) => Promise<T>): Promise<T | Error>[] {
  if (members.length > MOST_AT_ONCE) throw new BadUserInput(`has ${members.length} members, and at most ${MOST_AT_ONCE} are looked up at once.`, argument);
  return members.map(async (member, index) => {
    try {
      return await find(member, `${argument}.${index}`);
    } catch (error) {
      // Returned and not thrown: one rejected member would fail the whole list.
      if (error instanceof Error) return error;
      throw error;
    }
  });
}
