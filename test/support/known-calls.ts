import fc from 'fast-check';
import type { CallProvider, CallStatus } from '../generated/operations.js';
import type { Row, Simulator, Simulators } from '../../src/simulators/index.js';
import { LISTING_VENDORS, type ListingVendor } from '../vendors/index.js';
import { writeGlobalId } from './global-ids.js';

/** A call of which a test knows everything, whatever its provider makes of it. */
export interface KnownCall {
  readonly provider: CallProvider;
  /** The name of the account. Absent for the provider's default account. */
  readonly account?: string;
  readonly number: number;
  /** Epoch milliseconds; whole seconds where the provider knows no finer. */
  readonly createdAt: number;
  readonly status: CallStatus;
  readonly direction: 'INBOUND' | 'OUTBOUND';
  readonly person: string;
  readonly line: string;
  readonly duration: number | null;
  readonly price: string | null;
}

export const PEOPLE = ['+12025550101', '+12025550102', '+33199001234', '+447700900001', '+919999900001', '+12025550106', '+12025550107'];
export const LINES = ['+12025550199', '+33199005678'];

export function fromOf({ direction, person, line }: KnownCall): string {
  return direction === 'INBOUND' ? person : line;
}

export function toOf({ direction, person, line }: KnownCall): string {
  return direction === 'INBOUND' ? line : person;
}

function vendorOf({ provider }: KnownCall): ListingVendor {
  const vendor = LISTING_VENDORS.find((one) => one.provider === provider);
  if (!vendor) throw new Error(`${provider} lists no calls.`);
  return vendor;
}

const RINGING_SECONDS = 4;
const STARTS_AFTER_MS = 2000;

/** When a call starts and ends and how long it is talked, by its creation and duration. */
export function timesOf({ createdAt, duration }: KnownCall): { startedAt: number; endedAt: number | null; talkTime: number | null } {
  const startedAt = createdAt + STARTS_AFTER_MS;
  if (duration === null) return { startedAt, endedAt: null, talkTime: null };
  return { startedAt, endedAt: startedAt + duration * 1000, talkTime: Math.max(0, duration - RINGING_SECONDS) };
}

export function providerCallId(call: KnownCall): string {
  return vendorOf(call).list.idOf(call.number);
}

export function globalId(call: KnownCall): string {
  const hint = vendorOf(call).list.hintOf(call);
  return writeGlobalId('Call', call.account ?? call.provider, providerCallId(call), ...(hint === null ? [] : [hint]));
}

export function isRowOf(row: Row, call: KnownCall): boolean {
  return String(row[vendorOf(call).idField]) === providerCallId(call);
}

function simulatorOf(simulators: Simulators, call: KnownCall): Simulator {
  const simulator = call.account === undefined ? simulators[vendorOf(call).simulator] : simulators.accounts[call.account];
  if (!simulator) throw new Error(`${call.account} is not simulated.`);
  return simulator;
}

/** The rows in the simulators of a world that has exactly these calls. */
export function serve(simulators: Simulators, calls: readonly KnownCall[]): void {
  for (const { rows } of simulators.all) rows.length = 0;
  add(simulators, calls);
}

export function add(simulators: Simulators, calls: readonly KnownCall[]): void {
  for (const call of calls) simulatorOf(simulators, call).rows.push(vendorOf(call).list.row(call));
}

const DAY_SECONDS = 24 * 60 * 60;
const HALF_A_YEAR_DAYS = 182;
/** Some minutes, days and months ago; and a few instants that many calls share. */
const secondsAgo = fc.oneof(
  fc.integer({ min: 5, max: 600 }),
  fc.constantFrom(60, 61, 3600, 40 * DAY_SECONDS),
  fc.integer({ min: 600, max: 20 * DAY_SECONDS }),
  fc.integer({ min: 20 * DAY_SECONDS, max: 175 * DAY_SECONDS }),
);

const draft = fc.record({
  secondsAgo,
  milliseconds: fc.integer({ min: 0, max: 2 }),
  status: fc.nat(),
  direction: fc.constantFrom<KnownCall['direction'][]>('INBOUND', 'OUTBOUND'),
  person: fc.constantFrom(...PEOPLE),
  line: fc.constantFrom(...LINES),
  duration: fc.option(fc.integer({ min: 0, max: 90 })),
  price: fc.option(fc.constantFrom('0.5', '0.500', '1.25', '10.0')),
});

/** Where calls are: a vendor, and one of its further accounts or its default account. */
export interface Place {
  readonly vendor: ListingVendor;
  readonly account?: string;
}

/** Calls of some listing vendors, as seen from the second `now`; each says what its vendor can say. */
export function knownCalls(now: number, maxLength: number, vendors: readonly ListingVendor[] = LISTING_VENDORS): fc.Arbitrary<KnownCall[]> {
  return knownCallsAt(now, maxLength, vendors.map((vendor) => ({ vendor })));
}

/** The same at some accounts. */
export function knownCallsAt(now: number, maxLength: number, places: readonly Place[]): fc.Arbitrary<KnownCall[]> {
  return fc.array(fc.tuple(fc.constantFrom(...places), draft), { maxLength }).map((drafts) =>
    drafts.map(([{ vendor: { provider, list: { statuses, says, historyDays } }, account }, { secondsAgo: ago, milliseconds, ...call }], index): KnownCall => {
      const second = Math.floor(now / 1000) * 1000 - (ago % ((historyDays ?? HALF_A_YEAR_DAYS) * DAY_SECONDS)) * 1000;
      return {
        ...call,
        provider,
        ...(account !== undefined && { account }),
        number: index + 1,
        createdAt: says.milliseconds ? second + milliseconds : second,
        status: statuses[call.status % statuses.length] ?? 'COMPLETED',
        direction: says.inbound ? call.direction : 'OUTBOUND',
        price: says.price ? call.price : null,
      };
    }),
  );
}
