import { RecordingProblem } from './problem.js';

const RETRY_AFTER_SECONDS = 5;
/** One caller may have this part of all streams. */
const CALLER_SHARE = 0.5;

/** Limits the recordings that are played at once. They have their own limit, so that players don't slow look-ups. */
export class Streams {
  /** The callers of the streams in progress. */
  private readonly callers: (string | null)[] = [];

  constructor(private readonly max: number) {}

  get inProgress(): number {
    return this.callers.length;
  }

  /** Counts a stream until the returned function is called. `caller`: null if all clients are one caller. @throws RecordingProblem */
  begin(caller: string | null): () => void {
    const own = this.callers.filter((one) => one === caller).length;
    if (this.callers.length >= this.max || (caller !== null && own >= Math.ceil(this.max * CALLER_SHARE))) {
      throw new RecordingProblem('TOO_MANY_STREAMS', 503, 'Too many recordings are played now. Try again later.', RETRY_AFTER_SECONDS);
    }
    this.callers.push(caller);
    let isOver = false;
    return () => {
      if (!isOver) this.callers.splice(this.callers.indexOf(caller), 1);
      isOver = true;
    };
  }
}
