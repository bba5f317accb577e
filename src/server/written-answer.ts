import { type ExecutionResult, GraphQLError } from 'graphql';

/** The parts of a response, in the order in which they are sent. */
type Answer = Pick<ExecutionResult, 'errors' | 'data' | 'extensions'> | { errors?: unknown; data?: unknown; extensions?: unknown };

/** Replaces a response that is too large. */
export function tooLarge(maxBytes: number): GraphQLError {
  return new GraphQLError(`This response has more than ${maxBytes} bytes. Request less, or use several operations.`, {
    extensions: { code: 'ANSWER_TOO_LARGE', limit: { bytes: maxBytes } },
  });
}

/** A response as JSON and a line break. Null if the JSON has more than `maxBytes` bytes. Stops writing at the limit, so that a huge response costs no extra time. */
export function writeWithin({ errors, data, extensions }: Answer, maxBytes: number): string | Buffer | null {
  const writer = new Writer(maxBytes);
  return writer.write({ errors, data, extensions }) ? writer.end() : null;
}

/** Lists with more members are written member by member. */
const SHORT_LIST = 10;
/** Characters that become bytes together. */
const CHUNK_LENGTH = 16_384;

/**
 * Writes JSON in parts, so that it can stop. A part is what has no long list in it: JSON.stringify writes it quickly.
 * Looking for long lists takes half as long as writing, and members of a list are alike: only the first objects are
 * looked at, and each that follows a long one. A long response becomes bytes while it is written. As one text it would be
 * copied several times until it is sent.
 */
class Writer {
  private readonly chunks: Buffer[] = [];
  private text = '';
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** Null if the limit is reached. */
  end(): string | Buffer | null {
    if (this.bytes + Buffer.byteLength(this.text) > this.maxBytes) return null;
    const rest = `${this.text}\n`;
    return this.chunks.length === 0 ? rest : Buffer.concat([...this.chunks, Buffer.from(rest)]);
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
    let mayBeLong = true;
    let objects = 0;
    for (const [index, member] of members.entries()) {
      if (!this.add(index === 0 ? '[' : ',')) return false;
      const before = this.length;
      if (!(mayBeLong || objects < SHORT_LIST ? this.write(member ?? null) : this.add(JSON.stringify(member ?? null)))) return false;
      if (typeof member === 'object' && member !== null) objects += 1;
      mayBeLong = this.length - before > CHUNK_LENGTH;
    }
    return this.add(members.length === 0 ? '[]' : ']');
  }

  /** Characters that are not bytes yet are counted as such. There are at most as many. */
  private get length(): number {
    return this.bytes + this.text.length;
  }

  private add(part: string): boolean {
    this.text += part;
    if (this.text.length >= CHUNK_LENGTH) {
      const chunk = Buffer.from(this.text);
      this.chunks.push(chunk);
      this.bytes += chunk.length;
      this.text = '';
    }
    return this.length <= this.maxBytes;
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
  constructor(readonly json: string | Buffer) {}
}

/** What is sent for a response. Apollo Server demands a text, but passes on bytes to Node as well. */
export function written(answer: Answer): string {
  return (answer.data instanceof WrittenAnswer ? answer.data.json : `${JSON.stringify(answer)}\n`) as string;
}
