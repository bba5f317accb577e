import type { Simulator } from './simulator.js';
import { SIMULATED_VENDORS, type SimulatedVendor } from './vendors.js';

/** A vendor's name in accounts: contact-center for contactCenter. */
function slugOf(vendor: SimulatedVendor): string {
  return vendor.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The vendor of a further account. @throws RangeError if the name does not begin with a vendor's */
export function vendorOf(account: string): SimulatedVendor {
  const vendor = SIMULATED_VENDORS.find((one) => account.startsWith(`${slugOf(one)}-`));
  if (!vendor) throw new RangeError(`${account} does not begin with the name of a simulated vendor.`);
  return vendor;
}

/** The environment variables that connect Switchboard to further accounts: EXOTEL_NORTH_API_KEY for EXOTEL_API_KEY, and so on. */
export function environmentOf(accounts: ReadonlyMap<string, Simulator>): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [account, { credentials }] of accounts) {
    const slug = slugOf(vendorOf(account));
    const ownName = account.slice(slug.length + 1);
    const prefix = `${slug.toUpperCase().replaceAll('-', '_')}_`;
    environment[`${prefix}ACCOUNTS`] = [environment[`${prefix}ACCOUNTS`], ownName].filter(Boolean).join(',');
    const ownPrefix = `${prefix}${ownName.toUpperCase().replaceAll('-', '_')}_`;
    for (const [name, value] of Object.entries(credentials)) environment[name.replace(prefix, ownPrefix)] = value;
  }
  return environment;
}
