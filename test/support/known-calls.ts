import fc from 'fast-check';
import { DateTime } from 'luxon';
import { writeGlobalId } from './global-ids.js';
import type { Simulators } from '../../src/simulators/index.js';

/** A call of which a test knows everything, whatever its provider makes of it. */
export interface KnownCall {
  readonly provider: 'AICALLER' | 'CONTACT_CENTER' | 'EXOTEL';
  readonly number: number;
  /** Epoch milliseconds; whole seconds where the provider knows no finer. */
  readonly createdAt: number;
  readonly status: string;
  readonly direction: 'INBOUND' | 'OUTBOUND';
  readonly person: string;
  readonly line: string;
  readonly duration: number | null;
  readonly price: string | null;
}

export const PEOPLE = ['+12025550101', '+12025550102', '+33199001234', '+447700900001', '+919999900001', '+12025550106', '+12025550107'];
export const LINES = ['+12025550199', '+33199005678'];

const AICALLER_WORDS: Record<string, readonly string[]> = {
  QUEUED: ['queued'], RINGING: ['ringing'], IN_PROGRESS: ['inProgress'], COMPLETED: ['completed'], BUSY: ['busy'],
  NO_ANSWER: ['noAnswer'], CANCELED: ['canceled', 'cancelled'], FAILED: ['failed'], UNKNOWN: ['teleported'],
};
/** The list has only what is over. */
const EXOTEL_WORDS: Record<string, string> = {
  COMPLETED: 'completed', BUSY: 'busy', NO_ANSWER: 'no-answer', CANCELED: 'canceled', FAILED: 'failed', UNKNOWN: 'vanished',
};
const CONTACT_CENTER_FLAGS: Record<string, object> = {
  QUEUED: { is_answered: false, is_ended: false, is_in_queue: true, type: 'in_queue' },
  RINGING: { is_answered: false, is_ended: false, is_in_queue: false, type: 'ringing' },
  IN_PROGRESS: { is_answered: true, is_ended: false, is_in_queue: false, type: 'in_progress' },
  COMPLETED: { is_answered: true, is_ended: true, is_in_queue: false, type: 'answered' },
  NO_ANSWER: { is_answered: false, is_ended: true, is_in_queue: false, type: 'missed' },
};
export const STATUSES_OF: Record<KnownCall['provider'], string[]> = {
  AICALLER: Object.keys(AICALLER_WORDS),
  CONTACT_CENTER: Object.keys(CONTACT_CENTER_FLAGS),
  EXOTEL: Object.keys(EXOTEL_WORDS),
};

/** The call as its provider's document has it. */
export function toRow(call: KnownCall): Record<string, unknown> {
  const from = call.direction === 'INBOUND' ? call.person : call.line;
  const to = call.direction === 'INBOUND' ? call.line : call.person;
  switch (call.provider) {
    case 'AICALLER': {
      const words = AICALLER_WORDS[call.status] ?? [];
      return {
        _id: providerCallId(call), createdAt: new Date(call.createdAt).toISOString(), status: words[call.number % words.length],
        fromPhoneNumber: from, toPhoneNumber: to, callDuration: call.duration, callTemplateId: `template${call.number % 3}`,
      };
    }
    case 'CONTACT_CENTER':
      return {
        id: Number(providerCallId(call)), started_at: call.createdAt / 1000, is_inbound: call.direction === 'INBOUND', duration: call.duration,
        ...CONTACT_CENTER_FLAGS[call.status], contact: { id: 1, number: call.person.slice(1) }, number: { id: 1, number: call.line.slice(1) },
        agents: [call.number % 3],
      };
    case 'EXOTEL':
      return {
        Sid: providerCallId(call), DateCreated: DateTime.fromMillis(call.createdAt, { zone: 'Asia/Kolkata' }).toFormat('yyyy-MM-dd HH:mm:ss'),
        Status: EXOTEL_WORDS[call.status], Direction: call.direction === 'INBOUND' ? 'inbound' : 'outbound-api',
        From: from, To: to, Duration: call.duration === null ? null : String(call.duration), Price: call.price,
      };
  }
}

export function providerCallId({ provider, number }: KnownCall): string {
  return provider === 'AICALLER' ? `call${number}` : provider === 'EXOTEL' ? number.toString(16).padStart(32, '0') : String(number);
}

export function globalId(call: KnownCall): string {
  const time = call.provider === 'AICALLER' ? [] : [String(call.createdAt / 1000)];
  return writeGlobalId('Call', call.provider, providerCallId(call), ...time);
}

/** The rows in the simulators of a world that has exactly these calls. */
export function serve(simulators: Simulators, calls: readonly KnownCall[]): void {
  const { aicaller, contactCenter, exotel } = simulators;
  for (const simulator of [aicaller, contactCenter, exotel]) simulator.rows.length = 0;
  add(simulators, calls);
}

export function add(simulators: Simulators, calls: readonly KnownCall[]): void {
  const simulatorOf = { AICALLER: simulators.aicaller, CONTACT_CENTER: simulators.contactCenter, EXOTEL: simulators.exotel };
  for (const call of calls) simulatorOf[call.provider].rows.push(toRow(call));
}

const DAY_SECONDS = 24 * 60 * 60;
/** Some minutes, days and months ago; and a few instants that many calls share. */
const secondsAgo = fc.oneof(
  fc.integer({ min: 5, max: 600 }),
  fc.constantFrom(60, 61, 3600, 40 * DAY_SECONDS),
  fc.integer({ min: 600, max: 20 * DAY_SECONDS }),
  fc.integer({ min: 20 * DAY_SECONDS, max: 175 * DAY_SECONDS }),
);

const draft = fc.record({
  provider: fc.constantFrom<KnownCall['provider'][]>('AICALLER', 'CONTACT_CENTER', 'EXOTEL'),
  secondsAgo,
  milliseconds: fc.integer({ min: 0, max: 2 }),
  status: fc.nat(),
  direction: fc.constantFrom<KnownCall['direction'][]>('INBOUND', 'OUTBOUND'),
  person: fc.constantFrom(...PEOPLE),
  line: fc.constantFrom(...LINES),
  duration: fc.option(fc.integer({ min: 0, max: 90 })),
  price: fc.option(fc.constantFrom('0.5', '0.500', '1.25', '10.0')),
});

/** Calls of every listing provider, as seen from the second `now`. */
export function knownCalls(now: number, maxLength: number): fc.Arbitrary<KnownCall[]> {
  return fc.array(draft, { maxLength }).map((drafts) =>
    drafts.map(({ secondsAgo: ago, milliseconds, ...call }, index): KnownCall => {
      const second = Math.floor(now / 1000) * 1000 - ago * 1000;
      const statuses = STATUSES_OF[call.provider];
      return {
        ...call,
        number: index + 1,
        createdAt: call.provider === 'AICALLER' ? second + milliseconds : second,
        status: statuses[call.status % statuses.length] ?? 'COMPLETED',
        direction: call.provider === 'AICALLER' ? 'OUTBOUND' : call.direction,
        price: call.provider === 'EXOTEL' ? call.price : null,
      };
    }),
  );
}
