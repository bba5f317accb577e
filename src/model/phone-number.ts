import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { LRUCache } from 'lru-cache';
import { Directive, Field, ObjectType } from 'type-graphql';
import { Personal } from './personal.js';

/** A plus, then 7 to 15 digits of which the first is no zero. Whether a network routes it is another matter. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** Whether a text is a phone number in E.164, and nothing besides. */
export function isE164(text: string): boolean {
  return E164.test(text);
}

/** What people put between digits: blanks, brackets, dots, slashes, dashes of any length, and marks that can't be seen. */
const BETWEEN_DIGITS = /[\s()./\p{Pd}\p{Cf}]/gu;
/** Most of the world dials 00 before a country code, and no national number begins with it. */
const DIALLED_ABROAD = /^00([1-9]\d{6,14})$/;

/**
 * E.164 from a number as people and vendors write it, or null. `country` is where a number without a
 * country code belongs; without it such a number is none. The library finds numbers inside other text: only
 * a text that consists of nothing but a number counts, and zeros alone are what carriers send where a number
 * is withheld. Whether anybody has the number is not looked at.
 */
export function readE164(raw: string, country?: CountryCode): string | null {
  const compact = raw.replace(BETWEEN_DIGITS, '');
  if (/^0+$/.test(compact)) return null;
  if (isE164(compact)) return standard(compact);
  return (country && /^\d{5,17}$/.test(compact) ? inCountry(compact, country) : null) ?? abroad(compact);
}

/** An organisation's own numbers come again with every call, and the library takes its time. */
const MOST_REMEMBERED = 10_000;
const national = new LRUCache<string, { readonly e164: string | null }>({ max: MOST_REMEMBERED });
const standards = new LRUCache<string, string>({ max: MOST_REMEMBERED });
const written = new LRUCache<string, { readonly international: string | null; readonly countryCode: string | null }>({ max: MOST_REMEMBERED });

/**
 * A digit that some country dials before its area codes may follow the calling code; or the country is one
 * of the few for which the library knows more ways to write one number. The others are spared the library.
 */
const MAY_BE_WRITTEN_OTHERWISE = /^\+(?:1[01]|7[08]|54|86|261|378|672|692|\d\d[08]|\d{3}[08])/;

/**
 * The one way to write a number: +44 (0) 20 7946 0958 is +442079460958, while Italy's zero belongs to the
 * number. Two spellings would be two people.
 */
function standard(e164: string): string {
  if (!MAY_BE_WRITTEN_OTHERWISE.test(e164)) return e164;
  const known = standards.get(e164) ?? asTheLibraryWrites(e164);
  standards.set(e164, known);
  return known;
}

function asTheLibraryWrites(e164: string): string {
  let last = e164;
  // Of several zeros the library takes away one at a time.
  for (let length = e164.length; length > 0; length--) {
    const next = parsePhoneNumberFromString(last)?.number ?? last;
    if (next === last || !isE164(next)) break;
    last = next;
  }
  return last;
}

function inCountry(digits: string, country: CountryCode): string | null {
  const key = country + digits;
  let known = national.get(key);
  if (!known) {
    const parsed = parsePhoneNumberFromString(digits, country);
    known = { e164: parsed?.isPossible() && isE164(parsed.number) ? standard(parsed.number) : null };
    national.set(key, known);
  }
  return known.e164;
}

function abroad(digits: string): string | null {
  const [, number] = DIALLED_ABROAD.exec(digits) ?? [];
  const parsed = number === undefined ? undefined : parsePhoneNumberFromString(`+${number}`);
  return parsed?.isPossible() && isE164(parsed.number) ? standard(parsed.number) : null;
}

function forPeople(e164: string) {
  let known = written.get(e164);
  if (!known) {
    const parsed = parsePhoneNumberFromString(e164);
    known = { international: parsed?.formatInternational() ?? null, countryCode: parsed?.country ?? null };
    written.set(e164, known);
  }
  return known;
}

/** A phone number; what people read is computed when it is asked for. */
@Directive('@shareable')
@ObjectType({ description: 'A phone number, as it came and in standard form.', simpleResolvers: true })
export class PhoneNumber {
  @Personal
  @Field(() => String, { description: 'As the provider sent it.' })
  readonly raw: string;

  @Personal
  @Field(() => String, { nullable: true, description: 'E.164, e.g. +33199001234; null where raw cannot be read as a number.' })
  readonly e164: string | null;

  constructor(raw: string, e164: string | null) {
    this.raw = raw;
    this.e164 = e164;
  }

  @Personal
  @Field(() => String, { nullable: true, description: 'For people to read: +33 1 99 00 12 34.' })
  get international(): string | null {
    return this.e164 === null ? null : forPeople(this.e164).international;
  }

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2, e.g. FR; null where the number belongs to no single country.' })
  get countryCode(): string | null {
    return this.e164 === null ? null : forPeople(this.e164).countryCode;
  }
}
