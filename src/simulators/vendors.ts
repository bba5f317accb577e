import { createAicaller } from './aicaller/server.js';
import { createContactCenter } from './contact-center/server.js';
import { createExotel } from './exotel/server.js';
import { createSkipcall } from './skipcall/server.js';
import type { Vendor } from './vendor-server.js';
import type { World } from './world.js';

/** What a simulated vendor is made of. */
export interface VendorSetting {
  readonly world: World;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly seed: number;
  /** IANA zone of Exotel's zone-less times. */
  readonly exotelTimeZone: string;
}

/** Every vendor that is simulated, one line each. */
export const VENDORS = {
  aicaller: ({ world, now, seed }) => createAicaller(world, now, seed),
  contactCenter: ({ world }) => createContactCenter(world),
  exotel: ({ world, now, exotelTimeZone }) => createExotel(world, now, exotelTimeZone),
  skipcall: ({ world, now }) => createSkipcall(world, now),
} satisfies Record<string, (setting: VendorSetting) => Vendor>;

/** The simulated vendors by their names. */
export type SimulatedVendor = keyof typeof VENDORS;
export const SIMULATED_VENDORS = Object.keys(VENDORS) as SimulatedVendor[];
