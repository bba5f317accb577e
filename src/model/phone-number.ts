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

/**
 * E.164 from a number as people and vendors write it, or null. `country` is where a number without a
 * country code belongs. The library finds numbers inside other text: only a text that consists of
 * nothing but a number counts.
 */
export function readE164(raw: string, country?: CountryCode): string | null {
  const compact = raw.replace(/[\s().-]/g, '');
  if (isE164(compact)) return compact;
  if (!country || !/^\d{5,15}$/.test(compact)) return null;
  return inCountry(compact, country);
}

/** An organisation's own numbers come again with every call, and the library takes its time. */
const MOST_REMEMBERED = 10_000;
const national = new LRUCache<string, { readonly e164: string | null }>({ max: MOST_REMEMBERED });
const written = new LRUCache<string, { readonly international: string | null; readonly countryCode: string | null }>({ max: MOST_REMEMBERED });

function inCountry(digits: string, country: CountryCode): string | null {
  const key = country + digits;
  let known = national.get(key);
  if (!known) {
    const parsed = parsePhoneNumberFromString(digits, country);
    known = { e164: parsed?.isPossible() ? parsed.number : null };
    national.set(key, known);
  }
  return known.e164;
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
