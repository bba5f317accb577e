import type { Row, SimulatedVendor } from '../../src/simulators/index.js';
import type { Call } from '../../src/model/call.js';
import type { Json } from '../../src/model/json-value.js';
import type { CallProvider, CallStatus } from '../generated/operations.js';
import type { VendorDocument } from './document.js';
import type { KnownCall } from '../support/known-calls.js';

/** What tests need to know of a vendor to treat all of them alike. */
export interface Vendor {
  readonly provider: CallProvider;
  readonly simulator: SimulatedVendor;
  /** In the order of the enum. */
  readonly capabilities: readonly string[];
  /** Settings that are secrets. */
  readonly secrets: readonly string[];
  /** The field of a row that identifies the call. */
  readonly idField: string;
  /** An id of the right form that no call has. */
  readonly unknownId: string;
  /** An id that no call can have. Vendors refuse it in a way of their own. */
  readonly impossibleId: string;
  /** The call of the vendor's document, as call number `index`. */
  row(index: number): Row;
  /** The mapper as it is configured for the simulated vendor. */
  toCall(row: Json): Call | null;
  /** The fields of a row that hold a status word which nobody knows: "teleporting". */
  readonly unknownStatus: Row;
  readonly documents: readonly VendorDocument[];
  /** Absent where no list is documented. */
  readonly list?: VendorList;
}

/** The times of a call, as far as its row has them; otherwise null. */
export interface CallTimes {
  /** Epoch milliseconds. */
  readonly startedAt: number | null;
  /** Epoch milliseconds. */
  readonly endedAt: number | null;
  /** Seconds of conversation, without ringing. */
  readonly talkTime: number | null;
}

/** How a vendor's list shows calls of which a test knows everything. */
export interface VendorList {
  /** Statuses that its rows can have. */
  readonly statuses: readonly CallStatus[];
  /** What its rows can say, as far as not all vendors can. */
  readonly says: { readonly inbound: boolean; readonly milliseconds: boolean; readonly price: boolean };
  /** How many days back the list goes. Absent for half a year or more. */
  readonly historyDays?: number;
  /** The provider's own id of call number `number`. */
  idOf(number: number): string;
  /** The time in the global id, which helps to find the call; null where the id needs none. */
  hintOf(call: KnownCall): string | null;
  row(call: KnownCall): Row;
  /** What the row of a call says about its times. */
  timesOf(call: KnownCall): CallTimes;
  /** Gives a row another status and leaves its place in the list. */
  changeStatus(row: Row): void;
}
