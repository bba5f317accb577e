import type { Row, Simulator } from '../../src/simulators/index.js';
import { sample, sampleCall } from './samples.js';

export const SECOND = 1000;
export const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;

const INDIA_AHEAD_OF_UTC = 5.5 * HOUR;

/** An instant as Exotel writes it: zone-less, in Indian time, whole seconds. */
export function indianTime(instant: number): string {
  return new Date(instant + INDIA_AHEAD_OF_UTC).toISOString().slice(0, 19).replace('T', ' ');
}

/** An instant some time ago, on a whole second, as Exotel and the contact centre keep it. */
export function ago(milliseconds: number): number {
  return Math.floor((Date.now() - milliseconds) / SECOND) * SECOND;
}

/** A Sid as Exotel makes them: 32 hexadecimal digits. */
export function sid(index: number): string {
  return `c0ffee${index.toString(16).padStart(26, '0')}`;
}

export function sids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => sid(index));
}

/** A call of Exotel's that was created at an instant. */
export function exotelRow(callSid: string, createdAt: number, fields: Row = {}): Row {
  return {
    ...sampleCall('exotel'),
    Sid: callSid,
    DateCreated: indianTime(createdAt),
    StartTime: indianTime(createdAt),
    EndTime: indianTime(createdAt + 45 * SECOND),
    DateUpdated: indianTime(createdAt + 60 * SECOND),
    ...fields,
  };
}

/** A call of the contact centre's that began at an instant. */
export function contactCenterRow(id: number, startedAt: number, fields: Row = {}): Row {
  return { ...sampleCall('contact-center'), id, started_at: startedAt / SECOND, ...fields };
}

/** A call's id as Plivo makes them. */
export function plivoUuid(index: number): string {
  return `c0ffee00-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** An instant as Plivo's rows have it: whole seconds in the account's zone. */
export function plivoTime(instant: number): string {
  return `${indianTime(instant)}+05:30`;
}

/** A call of Plivo's that began at an instant, without a parent. */
export function plivoRow(uuid: string, begunAt: number, fields: Row = {}): Row {
  return {
    ...(sample('plivo')['call'] as Row),
    call_uuid: uuid,
    parent_call_uuid: null,
    initiation_time: plivoTime(begunAt),
    answer_time: plivoTime(begunAt + 6 * SECOND),
    end_time: plivoTime(begunAt + 17 * SECOND),
    ...fields,
  };
}

/** Makes these the vendor's only calls. */
export function serve({ rows }: Simulator, ...served: Row[]): void {
  rows.splice(0, Infinity, ...served);
}
