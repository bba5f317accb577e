import { isSignedByTwilio } from '../../../src/providers/twilio/signature.js';

const TOKEN = 'a-secret-token';
const URL = 'https://calls.example.com/events/twilio/a-token-nobody-guesses';
const FORM = 'To=%2B12025550199&CallSid=CA0123456789abcdef0123456789abcdef&From=%2B12025550143&CallStatus=completed';
/** Computed with openssl. */
const SIGNATURE = 'QMTj667JOGn64CA21U5UXaNH/U4=';
const WITH_PORT = 'tcxzftHt3KnXASDnsEoHMpBdFx8=';
const OF_REPEATED = 'PiGFc298IBJ7mtMVinWia/zwY/0=';
const JSON_BODY = '{"CallSid":"CA0123456789abcdef0123456789abcdef"}';
const BODY_HASH = '04d0fe60e3989a45644826ae6191ea12f1fb905e262ee795eebe808d59b54122';
const OF_JSON = 'LEAKNmbSaqqbycyOjjmYVNIyPDc=';

function isSigned(signature: string | string[] | undefined, body = FORM, url = URL, token = TOKEN): boolean {
  return isSignedByTwilio({ url, headers: { 'x-twilio-signature': signature }, body: Buffer.from(body), content: null }, token);
}

test('A form is signed by its sorted parameters behind the address, which may have the port', () => {
  expect([isSigned(SIGNATURE), isSigned(WITH_PORT), isSigned(SIGNATURE, FORM, URL.replace('.com', '.com:443'))]).toEqual([true, true, true]);
});

test('A parameter that comes twice with one value counts once', () => {
  expect(isSigned(OF_REPEATED, 'Digits=2&Digits=1&Digits=2')).toBe(true);
});

test('JSON is signed by a hash of the body in the address', () => {
  expect(isSigned(OF_JSON, JSON_BODY, `${URL}?bodySHA256=${BODY_HASH}`)).toBe(true);
  expect(isSigned(OF_JSON, `${JSON_BODY} `, `${URL}?bodySHA256=${BODY_HASH}`)).toBe(false);
});

test.each([
  ['no signature', undefined, FORM, URL, TOKEN],
  ['several signatures', [SIGNATURE], FORM, URL, TOKEN],
  ['an empty one', '', FORM, URL, TOKEN],
  ['a changed parameter', SIGNATURE, FORM.replace('completed', 'busy'), URL, TOKEN],
  ['no address at all', SIGNATURE, FORM, 'http://a b/', TOKEN],
  ['another address', SIGNATURE, FORM, URL.replace('twilio', 'twilio-north'), TOKEN],
  ['a further query', SIGNATURE, FORM, `${URL}?a=1`, TOKEN],
  ["another account's token", SIGNATURE, FORM, URL, 'another-token'],
])('With %s it is forged', (_, signature, body, url, token) => {
  expect(isSigned(signature, body, url, token)).toBe(false);
});
