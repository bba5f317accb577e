import type { Row } from '../../src/simulators/index.js';
import type { CallProvider } from '../generated/operations.js';
import { AICALLER } from './aicaller.js';
import { CONTACT_CENTER } from './contact-center.js';
import { EXOTEL } from './exotel.js';
import { PLIVO } from './plivo.js';
import { SKIPCALL } from './skipcall.js';
import { TWILIO } from './twilio.js';
import type { Vendor, VendorList } from './vendor.js';

export { AICALLER, CONTACT_CENTER, EXOTEL, PLIVO, SKIPCALL, TWILIO };
export type { Vendor } from './vendor.js';

/** A vendor whose list is documented. */
export type ListingVendor = Vendor & { readonly list: VendorList };

/** Every vendor, by its name in the schema: one that is missing here is a type error. */
const BY_NAME: Readonly<Record<CallProvider, Vendor>> = { AICALLER, CONTACT_CENTER, EXOTEL, PLIVO, SKIPCALL, TWILIO };

export const VENDORS: readonly Vendor[] = Object.values(BY_NAME);
export const LISTING_VENDORS: readonly ListingVendor[] = VENDORS.filter(isListing);
export const PROVIDERS: readonly CallProvider[] = VENDORS.map(({ provider }) => provider);

export function isListing(vendor: Vendor): vendor is ListingVendor {
  return vendor.list !== undefined;
}

/** Some other vendor, for tests about what one does to another. */
export function otherThan(vendor: Vendor): Vendor {
  const other = VENDORS.find((one) => one !== vendor && one.capabilities.includes('GET_CALL'));
  if (!other) throw new Error('There is one vendor only.');
  return other;
}

/** The provider's own id of a row, as the graph writes it. */
export function idOf({ idField }: Vendor, row: Row): string {
  return String(row[idField]);
}
