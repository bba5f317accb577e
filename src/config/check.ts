import { type CleanedEnv, cleanEnv, EnvMissingError } from 'envalid';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Validates some settings, and adds what is wrong to `problems`. No message contains a value. */
export function check<Specs extends object>(given: Environment, specs: Specs, problems: string[]): CleanedEnv<Specs> {
  return cleanEnv(given, specs, {
    reporter: ({ errors }) => {
      for (const [name, error] of Object.entries<Error | undefined>(errors)) {
        problems.push(error instanceof EnvMissingError ? `${name} is missing.` : `${name} is ${error?.message ?? 'unreadable'}.`);
      }
    },
  });
}
