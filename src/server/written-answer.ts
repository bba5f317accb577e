import { type ExecutionResult, GraphQLError } from 'graphql';

/** The parts of a response, in the order in which they are sent. */
type Answer = Pick<ExecutionResult, 'errors' | 'data' | 'extensions'> | { errors?: unknown; data?: unknown; extensions?: unknown };

/** Replaces a response that is too large. */
export function tooLarge(maxBytes: number): GraphQLError {
  return new GraphQLError(`This response has more than ${maxBytes} bytes. Request less, or use several operations.`, {
    extensions: { code: 'ANSWER_TOO_LARGE', limit: { bytes: maxBytes } },
  });
}

/** A response as JSON. Null if it has more than `maxBytes` bytes. Stops writing at the limit, so that a huge response costs no extra time. */
export function writeWithin({ errors, data, extensions }: Answer, maxBytes: number): string | null {
  const writer = new Writer(maxBytes);
  const isWithin = writer.write({ errors, data, extensions });
  const text = writer.text();
  return isWithin && Buffer.byteLength(text) <= maxBytes ? text : null;
}

/** Lists with more members are written member by member. */
const SHORT_LIST = 10;

/** Writes JSON in parts, so that it can stop. A part is what has no long list in it: JSON.stringify writes it quickly. */
class Writer {
  private readonly parts: string[] = [];
  private length = 0;

  constructor(private readonly maxLength: number) {}

  text(): string {
    return this.parts.join('');
  }

  /** False if the limit is reached. */
  write(value: unknown): boolean {
    if (!hasLongList(value)) return this.add(JSON.stringify(value));
    return Array.isArray(value) ? this.writeList(value) : this.writeObject(value as object);
  }

  private writeObject(value: object): boolean {
    let separator = '{';
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      if (!this.add(`${separator}${JSON.stringify(name)}:`) || !this.write(member)) return false;
      separator = ',';
    }
    return this.add('}');
  }

  private writeList(members: readonly unknown[]): boolean {
    let separator = '[';
    for (const member of members) {
      if (!this.add(separator) || !this.write(member ?? null)) return false;
      separator = ',';
    }
    return this.add(']');
  }

  /** Characters are counted, of which there are at most as many as bytes. */
  private add(part: string): boolean {
    this.parts.push(part);
    this.length += part.length;
    return this.length <= this.maxLength;
  }
}

function hasLongList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || hasToJson(value)) return false;
  if (Array.isArray(value)) return value.length > SHORT_LIST || value.some(hasLongList);
  for (const name in value) if (hasLongList((value as Record<string, unknown>)[name])) return true;
  return false;
}

/** An alias may have this name too, but is no function. */
function hasToJson(value: object): boolean {
  return typeof (value as { readonly toJSON?: unknown }).toJSON === 'function';
}

/** Stands in the place of a response's data once the response is written. */
export class WrittenAnswer {
  constructor(readonly text: string) {}
}

/** The text that is sent for a response. */
export function textOf(answer: Answer): string {
  return answer.data instanceof WrittenAnswer ? answer.data.text : JSON.stringify(answer);
}
