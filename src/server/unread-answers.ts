/** What an answer takes apart from its bytes: small ones may be many. */
const BYTES_PER_ANSWER = 512;

interface Connection {
  /** Null once it was closed. */
  bytes: number | null;
  readonly close: () => void;
}

/**
 * Answers stay in memory until their clients have read them. Limits that for all connections together: above the
 * limit, the connection with the most unread bytes is closed.
 */
export class UnreadAnswers {
  private readonly connections = new Map<object, Connection>();
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** Counts an answer that is sent now. Call the returned function when it was read, or can't be read any more. */
  sent(connection: object, bytes: number, close: () => void): () => void {
    const unread = this.connections.get(connection) ?? { bytes: 0, close };
    this.connections.set(connection, unread);
    this.count(unread, bytes + BYTES_PER_ANSWER);
    if (this.bytes > this.maxBytes) this.closeWorst();
    let isRead = false;
    return () => {
      if (isRead) return;
      isRead = true;
      this.count(unread, -bytes - BYTES_PER_ANSWER);
      if (unread.bytes === 0) this.connections.delete(connection);
    };
  }

  private count(unread: Connection, bytes: number): void {
    if (unread.bytes === null) return;
    unread.bytes += bytes;
    this.bytes += bytes;
  }

  private closeWorst(): void {
    const worstFirst = [...this.connections].sort(([, one], [, other]) => (other.bytes ?? 0) - (one.bytes ?? 0));
    for (const [connection, unread] of worstFirst) {
      if (this.bytes <= this.maxBytes) return;
      this.connections.delete(connection);
      this.count(unread, -(unread.bytes ?? 0));
      unread.bytes = null;
      unread.close();
    }
  }
}
