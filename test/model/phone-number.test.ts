import fc from 'fast-check';
import { type CountryCode, getCountries, getCountryCallingCode } from 'libphonenumber-js/min';
import { isE164, PhoneNumber, readE164 } from '../../src/model/phone-number.js';
import { runs } from '../support/property.js';

describe('A number in any spelling has one E.164 form:', () => {
  test.each([
    ['+44 (0) 20 7946 0958', '+442079460958'],
    ['+44\u00a020\u20117946\u20110958\u200e', '+442079460958'],
    ['+33 (0)1.99.00.12.34', '+33199001234'],
    ['+330199001234', '+33199001234'],
    ['+49 (0) 30 1234567', '+49301234567'],
    ['+91 (0) 99999 00012', '+919999900012'],
    ['+61 (0) 491 570 006', '+61491570006'],
    ['+353 (0) 1 234 5678', '+35312345678'],
    ['+31 (0)20 123 4567', '+31201234567'],
    ['+1 (1) 202-555-0143', '+12025550143'],
    ['+7 8 (495) 123-45-67', '+74951234567'],
    ['0033 1 99 00 12 34', '+33199001234'],
    ['00447700900123', '+447700900123'],
  ])('%s is %s', (spelled, e164) => expect(readE164(spelled)).toBe(e164));

  test.each(['+390612345678', '+2250102030405', '+24101234567', '+37812345678', '+78121234567', '+12025550143'])('%s keeps its zero, or what looks like another country code', (e164) => {
    expect(readE164(e164)).toBe(e164);
  });

  test.each(['+1234567890', '+447700900123', '+33199001234', '+9999999999999'])('%s is a number, whether it is assigned or not', (e164) => {
    expect(readE164(e164)).toBe(e164);
  });

  test.each(['0199001234', '33199001234', '12025550143', '00', '001', '0000000000', '+0199001234', '+44', '+44 ext. 12', 'Anonymous', '+1234567890123456'])('%s has no E.164 form without a country', (spelled) => {
    expect(readE164(spelled)).toBeNull();
  });

  test.each<[string, CountryCode, string]>([
    ['0199001234', 'FR', '+33199001234'],
    ['33199001234', 'FR', '+33199001234'],
    ['0033199001234', 'FR', '+33199001234'],
    ['00442079460958', 'US', '+442079460958'],
    ['011442079460958', 'US', '+442079460958'],
    ['2025550143', 'US', '+12025550143'],
  ])('%s of %s is %s', (spelled, country, e164) => expect(readE164(spelled, country)).toBe(e164));
});

describe('Every number', () => {
  const numbers = fc.tuple(fc.constantFrom(...getCountries()), fc.constantFrom('', '0', '8', '1', '00', '06'), fc.stringMatching(/^\d{5,11}$/)).map(
    ([country, trunk, rest]) => ({ country, number: `+${getCountryCallingCode(country)}${trunk}${rest}` }),
  );

  test('that is read is in E.164, and reading it again gives the same number', () => {
    fc.assert(fc.property(numbers, ({ country, number }) => {
      for (const e164 of [readE164(number), readE164(number.slice(1), country)]) {
        if (e164 === null) continue;
        expect(isE164(e164)).toBe(true);
        expect(readE164(e164)).toBe(e164);
      }
    }), runs(3000));
  });

  test('has the same digits in the form for people and the form for machines', () => {
    fc.assert(fc.property(numbers, ({ number }) => {
      const e164 = readE164(number);
      const { international } = new PhoneNumber(number, e164);
      // At least seven digits: where the library would leave fewer, the number is not changed.
      const digits = international?.replace(/[^\d+]/g, '') ?? '';
      if (isE164(digits)) expect(digits).toBe(e164);
    }), runs(3000));
  });

  test('is never read from other text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const e164 = readE164(text, 'IN');
      expect(e164 === null || isE164(e164)).toBe(true);
    }), runs(1000));
  });
});
