import { Refusal } from './answer.js';

/**
 * Reads a query string strictly, so that clients can't send undocumented parameters.
 * @throws Refusal with status 400 that names the parameter
 */
export class Query {
  /** @throws Refusal for parameters that are not in `documented`, repeated or empty */
  constructor(
    private readonly parameters: URLSearchParams,
    documented: readonly string[],
  ) {
    for (const [name, value] of parameters) {
      if (!documented.includes(name)) throw refusal(name, 'is not a parameter of this endpoint');
      if (parameters.getAll(name).length > 1) throw refusal(name, 'is given more than once');
      if (value === '') throw refusal(name, 'is empty');
    }
  }

  text(name: string): string | undefined {
    return this.parameters.get(name) ?? undefined;
  }

  /** Reads a value. `read` returns undefined for an invalid one. */
  value<T>(name: string, expected: string, read: (text: string) => T | undefined): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = read(text);
    if (value === undefined) throw refusal(name, `must be ${expected}`);
    return value;
  }

  /** A decimal integer within the inclusive limits. */
  integer(name: string, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): number | undefined {
    return this.value(name, `an integer from ${min} to ${max}`, (text) => {
      const number = readInteger(text);
      return number !== undefined && number >= min && number <= max ? number : undefined;
    });
  }

  /** A comma-separated list of at most `max` members. `read` returns undefined for an invalid member. */
  list<T>(
    name: string,
    expected: string,
    read: (text: string) => T | undefined,
    max = Number.POSITIVE_INFINITY,
  ): Set<T> | undefined {
    const members = this.text(name)?.split(',');
    if (!members) return undefined;
    if (members.length > max) throw refusal(name, `takes at most ${max} values, not ${members.length}`);
    const values = members.map((member) => {
      const value = read(member);
      if (value === undefined) throw refusal(name, `must be ${expected}, comma-separated`);
      return value;
    });
    return new Set(values);
  }
}

function refusal(name: string, what: string): Refusal {
  return new Refusal(400, `${name} ${what}`);
}

/** Reads a text of decimal digits only. */
export function readInteger(text: string): number | undefined {
  const number = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(number) ? number : undefined;
}

/** Reads an E.164 number: a plus and at most 15 digits. */
export function readE164(text: string): string | undefined {
  return /^\+[1-9]\d{1,14}$/.test(text) ? text : undefined;
}

/** Returns a function that reads one of these words. */
export function oneOf<T extends string>(words: readonly T[]): (text: string) => T | undefined {
  return (text) => words.find((word) => word === text);
}
