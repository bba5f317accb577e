import { type CountryCode, parsePhoneNumberFromString, type PhoneNumber as Parsed } from 'libphonenumber-js/min';
import { Field, ObjectType } from 'type-graphql';

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
  const parsed = parsePhoneNumberFromString(compact, country);
  return parsed?.isPossible() ? parsed.number : null;
}

/** A phone number; what people read is computed when it is asked for. */
@ObjectType({ description: 'A phone number, as it came and in standard form.', simpleResolvers: true })
export class PhoneNumber {
  @Field(() => String, { description: 'As the provider sent it.' })
  readonly raw: string;

  @Field(() => String, { nullable: true, description: 'E.164, e.g. +33199001234; null where raw cannot be read as a number.' })
  readonly e164: string | null;

  constructor(raw: string, e164: string | null) {
    this.raw = raw;
    this.e164 = e164;
  }

  @Field(() => String, { nullable: true, description: 'For people to read: +33 1 99 00 12 34.' })
  get international(): string | null {
    return this.parsed()?.formatInternational() ?? null;
  }

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2, e.g. FR; null where the number belongs to no single country.' })
  get countryCode(): string | null {
    return this.parsed()?.country ?? null;
  }

  private parsed(): Parsed | undefined {
    return this.e164 === null ? undefined : parsePhoneNumberFromString(this.e164);
  }
}
