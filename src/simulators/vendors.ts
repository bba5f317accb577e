import { createAicaller } from './aicaller/server.js';
import { createContactCenter } from './contact-center/server.js';
import { createExotel } from './exotel/server.js';
import { createPlivo } from './plivo/server.js';
import { createSkipcall } from './skipcall/server.js';
import { createTwilio } from './twilio/server.js';
import type { Vendor } from './vendor-server.js';
import type { World } from './world.js';

/** The input for a simulated vendor. */
export interface VendorSetting {
  readonly world: World;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly seed: number;
  /** IANA zone of Exotel's timestamps, which have no zone. */
  readonly exotelTimeZone: string;
}

/** All simulated vendors. */
export const VENDORS = {
  aicaller: ({ world, now, seed }) => createAicaller(world, now, seed),
  contactCenter: ({ world }) => createContactCenter(world),
  exotel: ({ world, now, exotelTimeZone }) => createExotel(world, now, exotelTimeZone),
  skipcall: ({ world, now }) => createSkipcall(world, now),
  twilio: ({ world }) => createTwilio(world),
  plivo: ({ world, now }) => createPlivo(world, now),
} satisfies Record<string, (setting: VendorSetting) => Vendor>;

export type SimulatedVendor = keyof typeof VENDORS;
export const SIMULATED_VENDORS = Object.keys(VENDORS) as SimulatedVendor[];
