import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isReadable } from '../model/date-time.js';
import { isE164 } from '../model/phone-number.js';
import { isPublicHttpsUrl } from './public-url.js';

/** A rule for class-validator; the message ends the sentence "toPhoneNumber …" and never repeats the value. */
function rule(name: string, message: string, allows: (value: unknown) => boolean): PropertyDecorator {
  const options: ValidationOptions = { message };
  return ValidateBy({ name, validator: { validate: allows } }, options);
}

/** A text that is not only white space. */
export const IsNotBlank = () => rule('isNotBlank', 'is empty', (value) => typeof value === 'string' && value.trim() !== '');

/** A text without control characters and lone surrogates, which some databases cannot store. */
export const IsPlainText = () => rule('isPlainText', 'has control characters', (value) => typeof value === 'string' && !/[\p{Cc}\p{Cs}]/u.test(value));

/** A phone number in E.164, with nothing around it. */
export const IsE164 = () =>
  rule('isE164', 'is not a phone number in E.164, such as +12025550143', (value) => typeof value === 'string' && isE164(value));

/** A readable instant in the future. */
export const IsInFuture = () =>
  rule(
    'isInFuture',
    'is not an instant in the future with its zone, such as 2030-01-31T09:00:00Z',
    (value) => value instanceof Date && isReadable(value) && value.getTime() > Date.now(),
  );

/** An https address outside private networks. */
export const IsPublicHttpsUrl = () =>
  rule(
    'isPublicHttpsUrl',
    'is not an https address, percent-encoded, that can be reached from the internet',
    (value) => typeof value === 'string' && isPublicHttpsUrl(value),
  );
