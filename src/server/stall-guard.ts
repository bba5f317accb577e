import { Transform, type TransformCallback } from 'node:stream';

export interface StallLimits {
  /** How long the source may send nothing, in milliseconds. */
  readonly sourceMs: number;
  /** How long the client may read nothing, in milliseconds. */
  readonly clientMs: number;
  /** How long all of it may take, in milliseconds. */
  readonly totalMs: number;
}

const CHECKS_PER_TIMEOUT = 4;

/** Passes bytes on, and ends a stream whose source or client does not go on. Counts the bytes. */
export class StallGuard extends Transform {
  bytes = 0;
  private readonly began = performance.now();
  private movedAt = this.began;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly limits: StallLimits) {
    super();
    this.timer = setInterval(() => this.check(), Math.ceil(Math.min(limits.sourceMs, limits.clientMs) / CHECKS_PER_TIMEOUT));
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    this.movedAt = performance.now();
    done(null, chunk);
  }

  override _read(size: number): void {
    // The client has read.
    this.movedAt = performance.now();
    super._read(size);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearInterval(this.timer);
    done(error);
  }

  private check(): void {
    const now = performance.now();
    // Something to read means that the client is the one who waits.
    const limit = this.readableLength > 0 ? this.limits.clientMs : this.limits.sourceMs;
    if (now - this.movedAt >= limit || now - this.began >= this.limits.totalMs) this.destroy(new Error('The stream has stalled.'));
  }
}
