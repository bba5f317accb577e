import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { LRUCache } from 'lru-cache';
import { Directive, Field, ObjectType } from 'type-graphql';
import { Personal } from './personal.js';

/** A plus, then 7 to 15 digits that do not start with zero. The number need not be in use. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** Whether the whole text is a phone number in E.164. */
export function isE164(text: string): boolean {
  return E164.test(text);
}

/** Separators between digits: white space, brackets, dots, slashes, all dashes and invisible format characters. */
const BETWEEN_DIGITS = /[\s()./\p{Pd}\p{Cf}]/gu;
/** Most countries dial 00 before a country code, and no national number begins with 00. */
const INTERNATIONAL_PREFIX = /^00([1-9]\d{6,14})$/;

/**
 * Converts a number in a person's or vendor's notation to E.164. Null if that is not possible. `country`
 * applies to numbers without a country code; without `country` the result for them is null. The library would
 * also find numbers inside other text, so only a text with nothing but a number is read. Only zeros stand for a
 * withheld number. The number need not be in use.
 */
export function readE164(raw: string, country?: CountryCode): string | null {
  const compact = raw.replace(BETWEEN_DIGITS, '');
  if (/^0+$/.test(compact)) return null;
  if (isE164(compact)) return canonicalSpelling(compact);
  return (country && /^\d{5,17}$/.test(compact) ? fromNational(compact, country) : null) ?? fromInternationalPrefix(compact);
}

/** Cached, because an organisation's own numbers occur in every call and the library is slow. */
const MAX_CACHED = 10_000;
const e164OfNational = new LRUCache<string, { readonly e164: string | null }>({ max: MAX_CACHED });
const canonicalE164 = new LRUCache<string, string>({ max: MAX_CACHED });
const displayForms = new LRUCache<string, { readonly international: string | null; readonly countryCode: string | null }>({ max: MAX_CACHED });

/**
 * Numbers that may have a second spelling: a trunk prefix may follow the calling code, or the library knows
 * several spellings for the country. All other numbers skip the slow library.
 */
const MAY_HAVE_OTHER_SPELLING = /^\+(?:1[01]|7[08]|54|86|261|378|672|692|\d\d[08]|\d{3}[08])/;

/**
 * The canonical spelling of a number: +44 (0) 20 7946 0958 becomes +442079460958, but Italy's zero is part of
 * the number. Two spellings of one number would become two contacts.
 */
function canonicalSpelling(e164: string): string {
  if (!MAY_HAVE_OTHER_SPELLING.test(e164)) return e164;
  const known = canonicalE164.get(e164) ?? spelledByLibrary(e164);
  canonicalE164.set(e164, known);
  return known;
}

function spelledByLibrary(e164: string): string {
  let last = e164;
  // The library removes only one of several zeros at a time.
  for (let length = e164.length; length > 0; length--) {
    const next = parsePhoneNumberFromString(last)?.number ?? last;
    if (next === last || !isE164(next)) break;
    last = next;
  }
  return last;
}

function fromNational(digits: string, country: CountryCode): string | null {
  const key = country + digits;
  let known = e164OfNational.get(key);
  if (!known) {
    const parsed = parsePhoneNumberFromString(digits, country);
    known = { e164: parsed?.isPossible() && isE164(parsed.number) ? canonicalSpelling(parsed.number) : null };
    e164OfNational.set(key, known);
  }
  return known.e164;
}

function fromInternationalPrefix(digits: string): string | null {
  const [, number] = INTERNATIONAL_PREFIX.exec(digits) ?? [];
  const parsed = number === undefined ? undefined : parsePhoneNumberFromString(`+${number}`);
  return parsed?.isPossible() && isE164(parsed.number) ? canonicalSpelling(parsed.number) : null;
}

function displayFormOf(e164: string) {
  let known = displayForms.get(e164);
  if (!known) {
    const parsed = parsePhoneNumberFromString(e164);
    known = { international: parsed?.formatInternational() ?? null, countryCode: parsed?.country ?? null };
    displayForms.set(e164, known);
  }
  return known;
}

/** A phone number. The display forms are computed when they are read. */
@Directive('@shareable')
@ObjectType({ description: 'A phone number, as the provider sent it and in E.164.', simpleResolvers: true })
export class PhoneNumber {
  @Personal
  @Field(() => String, { description: 'The number as the provider sent it.' })
  readonly raw: string;

  @Personal
  @Field(() => String, { nullable: true, description: "E.164, e.g. +33199001234. Null if raw can't be converted to E.164." })
  readonly e164: string | null;

  constructor(raw: string, e164: string | null) {
    this.raw = raw;
    this.e164 = e164;
  }

  @Personal
  @Field(() => String, { nullable: true, description: 'Formatted for display, e.g. +33 1 99 00 12 34.' })
  get international(): string | null {
    return this.e164 === null ? null : displayFormOf(this.e164).international;
  }

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2, e.g. FR. Null if the number belongs to no single country.' })
  get countryCode(): string | null {
    return this.e164 === null ? null : displayFormOf(this.e164).countryCode;
  }
}
