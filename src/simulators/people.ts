import type { Random } from './random.js';

export type Country = 'US' | 'FR' | 'GB' | 'IN';

/** A person outside the organisation, the same at every vendor. */
export interface Person {
  /** Counts from 1. Vendors derive their own ids from it. */
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  phone: Phone;
}

/** A number that is not in use, from the country's range for fiction. India has no such range, so its numbers are unassigned ones. */
export interface Phone {
  country: Country;
  countryCode: string;
  nationalNumber: string;
  e164: string;
}

const NAMES: Record<Country, { first: string[]; last: string[] }> = {
  US: {
    first: ['Olivia', 'Mason', 'Harper', 'Elijah', 'Nora', 'Caleb', 'Ruth', 'Owen'],
    last: ['Whitfield', 'Harmon', 'Delgado', 'Okafor', 'Lindqvist', 'Barlow', 'Pruitt'],
  },
  FR: {
    first: ['Camille', 'Hugo', 'Chloé', 'Théo', 'Inès', 'Baptiste', 'Zoé', 'Rémi'],
    last: ['Lefèvre', 'Marchand', 'Garnier', 'Benali', 'Chauvet', 'Roussel', 'Guérin'],
  },
  GB: {
    first: ['Amelia', 'Callum', 'Isla', 'Rhys', 'Poppy', 'Ewan', 'Maisie', 'Kit'],
    last: ['Ashworth', 'Penrose', 'Llewellyn', 'Fairbairn', 'Adeyemi', 'Thackeray', 'Moffat'],
  },
  IN: {
    first: ['Ananya', 'Rohan', 'Priya', 'Arjun', 'Meera', 'Kabir', 'Lakshmi', 'Imran'],
    last: ['Iyer', 'Deshpande', 'Kulkarni', 'Banerjee', 'Reddy', 'Chauhan', 'Fernandes'],
  },
};

const COUNTRIES: readonly Country[] = ['US', 'FR', 'GB', 'IN'];
const US_AREA_CODES = ['202', '303', '415', '512', '617', '702'];

/** Creates people of the four countries in turn. Each has a unique number. */
export function makePeople(random: Random, count: number): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const country = COUNTRIES[index % COUNTRIES.length] as Country;
    const firstName = random.pick(NAMES[country].first);
    const lastName = random.pick(NAMES[country].last);
    return {
      id: index + 1,
      firstName,
      lastName,
      email: `${plain(firstName)}.${plain(lastName)}.${index + 1}@example.com`,
      phone: makePhone(country, Math.floor(index / COUNTRIES.length)),
    };
  });
}

/** The fictitious number with this ordinal. Ordinals from 0 to 599 give distinct numbers in every country. */
export function makePhone(country: Country, ordinal: number): Phone {
  const digits = (length: number) => String(ordinal).padStart(length, '0');
  switch (country) {
    case 'US': {
      const area = US_AREA_CODES[ordinal % US_AREA_CODES.length];
      const line = String(Math.floor(ordinal / US_AREA_CODES.length)).padStart(2, '0');
      return phone(country, '1', `${area}55501${line}`);
    }
    case 'FR':
      return phone(country, '33', ordinal % 3 === 0 ? `19900${digits(4)}` : `63998${digits(4)}`);
    case 'GB':
      return phone(country, '44', `7700900${digits(3)}`);
    case 'IN':
      return phone(country, '91', `999990${digits(4)}`);
  }
}

function phone(country: Country, countryCode: string, nationalNumber: string): Phone {
  return { country, countryCode, nationalNumber, e164: `+${countryCode}${nationalNumber}` };
}

function plain(name: string): string {
  return name.normalize('NFD').replace(/[^a-zA-Z]/g, '').toLowerCase();
}
