/** What an answer takes apart from its bytes: small ones may be many. */
const BYTES_PER_ANSWER = 512;

/** A connection that has read nothing for this time, in milliseconds, counts twice; for twice this time, three times. */
const STEP_MS = 100;

interface Connection {
  /** Null once it was closed. */
  bytes: number | null;
  /** When it had nothing unread, or read something, for the last time. */
  readAt: number;
  readonly close: () => void;
}

/**
 * Answers stay in memory until their clients have read them. Limits that for all connections together: above the
 * limit, those are closed that have left the most unread for the longest time.
 */
export class UnreadAnswers {
  private readonly connections = new Map<object, Connection>();
  private bytes = 0;

  /** `now`: milliseconds of a clock that never goes back. */
  constructor(
    private readonly maxBytes: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts an answer that is sent now. Call the returned function when it was read, or can't be read any more. */
  sent(connection: object, bytes: number, close: () => void): () => void {
    const unread = this.connections.get(connection) ?? { bytes: 0, readAt: this.now(), close };
    this.connections.set(connection, unread);
    this.count(unread, bytes + BYTES_PER_ANSWER);
    if (this.bytes > this.maxBytes) this.closeWorst();
    let isRead = false;
    return () => {
      if (isRead) return;
      isRead = true;
      this.count(unread, -bytes - BYTES_PER_ANSWER);
      unread.readAt = this.now();
      if (unread.bytes === 0) this.connections.delete(connection);
    };
  }

  private count(unread: Connection, bytes: number): void {
    if (unread.bytes === null) return;
    unread.bytes += bytes;
    this.bytes += bytes;
  }

  private closeWorst(): void {
    const now = this.now();
    const badness = ({ bytes, readAt }: Connection) => (bytes ?? 0) * (1 + Math.floor((now - readAt) / STEP_MS));
    const worstFirst = [...this.connections].sort(([, one], [, other]) => badness(other) - badness(one));
    for (const [connection, unread] of worstFirst) {
      if (this.bytes <= this.maxBytes) return;
      this.connections.delete(connection);
      this.count(unread, -(unread.bytes ?? 0));
      unread.bytes = null;
      unread.close();
    }
  }
}
