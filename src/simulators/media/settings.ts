import type { SimulatedVendor } from '../vendors.js';
import type { MediaServer } from './server.js';

/** The environment variables that say where a vendor's simulated recordings are. */
export function mediaSettingsOf(vendor: SimulatedVendor, { host, storeHost }: MediaServer): Record<string, string> {
  switch (vendor) {
    case 'aicaller':
      return { AICALLER_RECORDING_HOSTS: host };
    case 'contactCenter':
      return { CONTACT_CENTER_RECORDING_HOSTS: host, CONTACT_CENTER_RECORDING_REDIRECT_HOSTS: storeHost };
    case 'twilio':
      return { TWILIO_RECORDING_HOSTS: host };
    case 'exotel':
      return { EXOTEL_RECORDING_HOSTS: host };
    case 'plivo':
      return { PLIVO_RECORDING_HOSTS: host, PLIVO_RECORDING_REDIRECT_HOSTS: storeHost };
    case 'skipcall':
      return {};
  }
}
