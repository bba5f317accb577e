import { type CleanedEnv, cleanEnv, EnvMissingError } from 'envalid';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Validates some settings, and adds what is wrong to `problems`. No message contains a value. */
export function check<Specs extends object>(given: Environment, specs: Specs, problems: string[]): CleanedEnv<Specs> {
  const cleaned = cleanEnv(given, specs, {
    reporter: ({ errors }) => {
      for (const [name, error] of Object.entries<Error | undefined>(errors)) {
        problems.push(error instanceof EnvMissingError ? `${name} is missing.` : `${name} is ${error?.message ?? 'unreadable'}.`);
      }
    },
  });
  // A plain object: envalid's throws when a wrong setting is read, which would hide the other problems.
  return Object.fromEntries(Object.keys(specs).flatMap((name) => (name in cleaned ? [[name, cleaned[name as keyof typeof cleaned]]] : []))) as unknown as CleanedEnv<Specs>;
}
