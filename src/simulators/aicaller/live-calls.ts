import type { Row } from '../simulator.js';

/** Seconds after a call is due at which it rings, is picked up and ends. */
const RINGS_AFTER = 2;
const STARTS_AFTER = 5;
const ENDS_AFTER = 20;

/** What AICaller dials from when a call names no number of its own. */
export interface DefaultLine {
  phoneNumberId: string;
  fromPhoneNumber: string;
}

/**
 * The calls placed while the simulator runs. They go from queued to completed with its clock. A row
 * whose status somebody else has changed is left as it is.
 */
export class LiveCalls {
  private readonly calls = new Map<Row, { dueAt: number; lastStatus: unknown }>();

  constructor(private readonly defaultLine: DefaultLine) {}

  /** Follows a row that was just created; `dueAt` in epoch milliseconds. */
  add(row: Row, dueAt: number): void {
    this.calls.set(row, { dueAt, lastStatus: row['status'] });
  }

  /** Brings every followed row to where it is at `now`. */
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
        recordingUrl: `https://recordings.example.com/aicaller/${String(row['_id'])}.mp3`,
      }),
    };
  }
}

function definedOf(row: Row, names: string[]): Row {
  return Object.fromEntries(names.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]));
}
