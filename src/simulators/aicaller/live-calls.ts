import type { Row } from '../simulator.js';
import type { RecordingUrl } from '../world.js';

/** Seconds after the due time of a call at which it rings, is answered and ends. */
const RINGS_AFTER = 2;
const STARTS_AFTER = 5;
const ENDS_AFTER = 20;

/** The number that AICaller dials from if a call names none. */
export interface DefaultLine {
  phoneNumberId: string;
  fromPhoneNumber: string;
}

/**
 * The calls that were placed while the simulator runs. They progress from queued to completed with its clock. A row
 * whose status was changed from outside is not changed any more.
 */
export class LiveCalls {
  private readonly calls = new Map<Row, { dueAt: number; lastStatus: unknown }>();

  constructor(
    private readonly defaultLine: DefaultLine,
    private readonly recordingUrl: RecordingUrl,
  ) {}

  /** Adds a new row. `dueAt` is in epoch milliseconds. */
  add(row: Row, dueAt: number): void {
    this.calls.set(row, { dueAt, lastStatus: row['status'] });
  }

  /** Updates every live row to its state at `now`, in epoch milliseconds. */
  advance(now: number): void {
    for (const [row, { dueAt, lastStatus }] of this.calls) {
      if (row['status'] !== lastStatus) {
        this.calls.delete(row);
        continue;
      }
      Object.assign(row, this.progress(row, dueAt, now));
      if (row['status'] === 'completed') this.calls.delete(row);
      else this.calls.set(row, { dueAt, lastStatus: row['status'] });
    }
  }

  private progress(row: Row, dueAt: number, now: number): Row {
    const after = (seconds: number) => new Date(dueAt + seconds * 1_000).toISOString();
    const age = (now - dueAt) / 1_000;
    if (age < RINGS_AFTER) return {};

    const ringing = {
      ...this.defaultLine,
      ...definedOf(row, ['phoneNumberId', 'fromPhoneNumber']),
      status: 'ringing',
      callTriggeredAt: after(RINGS_AFTER),
      updatedAt: after(RINGS_AFTER),
    };
    if (age < STARTS_AFTER) return ringing;

    const inProgress = {
      ...ringing,
      status: 'inProgress',
      callStartedAt: after(STARTS_AFTER),
      updatedAt: after(STARTS_AFTER),
    };
    if (age < ENDS_AFTER) return inProgress;

    return {
      ...inProgress,
      status: 'completed',
      callEndedAt: after(ENDS_AFTER),
      updatedAt: after(ENDS_AFTER),
      callDuration: ENDS_AFTER - STARTS_AFTER,
      statusExtraInfo: { statusCode: 'ENDED_NORMALLY' },
      ...(row['record'] === true && {
        recordingUrl: this.recordingUrl('open', ENDS_AFTER - STARTS_AFTER, String(row['_id'])),
      }),
    };
  }
}

function definedOf(row: Row, names: string[]): Row {
  return Object.fromEntries(names.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]));
}
