import type { Row, SimulatedVendor } from '../../src/simulators/index.js';
import { ago, contactCenterRow, DAY, exotelRow, sid } from './rows.js';
import { sampleCall } from './samples.js';
import type { CallProvider } from '../generated/operations.js';

/** What tests need to know of a vendor to treat all of them alike. */
export interface Vendor {
  readonly provider: CallProvider;
  readonly simulator: SimulatedVendor;
  /** The field of a row that identifies the call. */
  readonly idField: string;
  /** Whether the vendor's list is documented. */
  readonly lists: boolean;
  /** The document's call, as call number `index`. */
  row(index: number): Row;
}

export const AICALLER: Vendor = {
  provider: 'AICALLER',
  simulator: 'aicaller',
  idField: '_id',
  lists: true,
  row: (index) => ({ ...sampleCall('aicaller-list'), _id: `phonecall${index}` }),
};

export const CONTACT_CENTER: Vendor = {
  provider: 'CONTACT_CENTER',
  simulator: 'contactCenter',
  idField: 'id',
  lists: true,
  row: (index) => contactCenterRow(100_000 + index, ago(DAY)),
};

export const EXOTEL: Vendor = {
  provider: 'EXOTEL',
  simulator: 'exotel',
  idField: 'Sid',
  lists: true,
  row: (index) => exotelRow(sid(index), ago(DAY)),
};

export const SKIPCALL: Vendor = {
  provider: 'SKIPCALL',
  simulator: 'skipcall',
  idField: 'id',
  lists: false,
  row: (index) => ({ ...sampleCall('skipcall'), id: `123e4567-e89b-12d3-a456-${String(index).padStart(12, '0')}` }),
};

export const VENDORS: readonly Vendor[] = [AICALLER, CONTACT_CENTER, EXOTEL, SKIPCALL];

/** The provider's own id of a row, as the graph writes it. */
export function idOf({ idField }: Vendor, row: Row): string {
  return String(row[idField]);
}
