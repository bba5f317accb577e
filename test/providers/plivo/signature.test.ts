import '../../../src/providers/registry.js';
import type { ReceivedNotification } from '../../../src/providers/provider.js';
import { isSignedByPlivo, signatureV3 } from '../../../src/providers/plivo/signature.js';

const URL_GIVEN = 'https://graph.example.com/events/plivo/token1';
const TOKEN = 'example-auth-token';
const NONCE = '05429567804466091622';
const FORM: [string, string][] = [['CallUUID', '57a1b60a-5c0b-41e7-9082-ef888d0400e9'], ['From', '12025550143'], ['To', '12025550199'], ['CallStatus', 'completed'], ['Note', 'a b+c']];
/** Computed with another language's HMAC, in the way of the vendor's own libraries. */
const SIGNATURE = 'vQNDkVBX4UNI7CGhLmmI9BRDAH2mddCPd5ly1FsXd9E=';

const formOf = (pairs = FORM) => new URLSearchParams(pairs);

function notification(fields: Partial<ReceivedNotification> = {}, headers: ReceivedNotification['headers'] = {}): ReceivedNotification {
  const body = Buffer.from(formOf().toString());
  return {
    url: URL_GIVEN,
    body,
    content: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-plivo-signature-v3': SIGNATURE, 'x-plivo-signature-v3-nonce': NONCE, ...headers },
    ...fields,
  };
}

describe('The signature V3 of a notification is over', () => {
  test.each([
    ['the address, its form sorted by name, and the nonce', URL_GIVEN, formOf(), SIGNATURE],
    ['the sorted query too, with a full stop before the form', `${URL_GIVEN}?b=2%203&a=1`, formOf(), 'cLpZ32/RFtZmjmXAYOkTO4kEc6uFYx6BvRQiATezBMA='],
    ['the address alone, without a query and a form', URL_GIVEN, formOf([]), '9Uvy91AUQXyVLmPsE1BPb7o3vfF4QunZVZgpQa5Z7pc='],
    ['the address with its query, without a form', `${URL_GIVEN}?b=2+3&a=1`, formOf([]), 'YPVYVqAtExaBSkKswaRxGKVoWGgOvMTtYl3n5N50MgY='],
    ['a name that comes twice, sorted by its values', URL_GIVEN, formOf([...FORM, ['Digit', '2'], ['Digit', '1']]), 'laJxJFX0o4/thXypKCr9FWv6Hz799ZJxiCPS16d3Pg8='],
  ])('%s', (_, url, form, expected) => {
    expect(signatureV3(url, form, NONCE, TOKEN)).toBe(expected);
  });
});

describe('A notification is authentic', () => {
  test.each<[string, ReceivedNotification, boolean]>([
    ['with the signature of the account', notification(), true],
    ['with one of several signatures', notification({}, { 'x-plivo-signature-v3': `bm90aGluZw==, ${SIGNATURE}` }), true],
    ["with the main account's signature", notification({}, { 'x-plivo-signature-v3': 'bm90aGluZw==', 'x-plivo-signature-ma-v3': SIGNATURE }), true],
    ['not without a signature', notification({}, { 'x-plivo-signature-v3': undefined }), false],
    ['not without a nonce', notification({}, { 'x-plivo-signature-v3-nonce': undefined }), false],
    ['not with an empty signature', notification({}, { 'x-plivo-signature-v3': '' }), false],
    ['not with another nonce', notification({}, { 'x-plivo-signature-v3-nonce': '1' }), false],
    ['not at another address', notification({ url: `${URL_GIVEN}2` }), false],
    ['not with a body that is no form, because only a form is signed', notification({ body: Buffer.from('{"CallUUID":"x"}') }, { 'content-type': 'application/json', 'x-plivo-signature-v3': '9Uvy91AUQXyVLmPsE1BPb7o3vfF4QunZVZgpQa5Z7pc=' }), false],
    ['not with another body', notification({ body: Buffer.from(formOf([['CallUUID', 'x']]).toString()) }), false],
  ])('%s', (_, received, isAuthentic) => {
    expect(isSignedByPlivo(received, TOKEN)).toBe(isAuthentic);
  });

  test('not with another token', () => {
    expect(isSignedByPlivo(notification(), 'another-token')).toBe(false);
  });
});
