import type { FieldPolicy } from '@apollo/client';

/**
 * A contact is one entity at every provider, but a call has only what its own provider knows of the person. So a
 * call whose provider has no name, or the first name only, must not take away the name that another one has.
 */
export const keepKnown: FieldPolicy<string | null> = {
  merge: (existing, incoming) => (existing?.startsWith(incoming ?? '') ? existing : (incoming ?? null)),
};
