import fc from 'fast-check';
import { withoutSecrets } from '../../src/model/webhook.js';
import { runs } from '../support/property.js';

describe("A webhook's address is returned", () => {
  test.each([
    'https://hooks.example.com/',
    'https://hooks.example.com/phone-calls/completed',
    'http://hooks.example.com:8080/api/v2/phoneCallCompleted',
    'https://hooks.example.com/Webhooks/AiCaller.json',
  ])('unchanged if it has only words: %s', (url) => expect(withoutSecrets(url)).toBe(url));

  test.each([
    ['a user name and a password', 'https://ada:hunter2@hooks.example.com/calls', 'https://hooks.example.com/calls'],
    ['a key in its query', 'https://hooks.example.com/calls?api_key=sk_live_1234', 'https://hooks.example.com/calls'],
    ['a fragment', 'https://hooks.example.com/calls#token', 'https://hooks.example.com/calls'],
    ['a token of letters', 'https://hooks.example.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX', 'https://hooks.example.com/services/hidden/hidden/hidden'],
    ['a UUID', 'https://hooks.example.com/in/123e4567-e89b-12d3-a456-426614174000', 'https://hooks.example.com/in/hidden'],
    ['a token of mixed letters', 'https://hooks.example.com/in/aBcDeFgHiJkLmNoP', 'https://hooks.example.com/in/hidden'],
    ['an encoded token', 'https://hooks.example.com/in/%74oken%2dof%2dmine', 'https://hooks.example.com/in/hidden'],
  ])('without %s', (_, url, shown) => expect(withoutSecrets(url)).toBe(shown));

  test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://hooks.example.com/', 'hooks', ''])('as null if it is not http(s): %j', (url) => expect(withoutSecrets(url)).toBeNull());

  test('without any random key', () => {
    const key = fc.oneof(fc.uuid(), fc.stringMatching(/^[0-9a-f]{16,40}$/), fc.base64String({ minLength: 24, maxLength: 44 }).map((text) => text.replace(/[+/=]/g, '_')).filter((text) => /\d/.test(text)));
    fc.assert(
      fc.property(key, (secret) => {
        for (const url of [`https://hooks.example.com/${secret}`, `https://hooks.example.com/in/${secret}/x`, `https://hooks.example.com/?k=${secret}`, `https://${secret}@hooks.example.com/`]) {
          expect(withoutSecrets(url)).not.toContain(secret);
        }
      }),
      runs(1000),
    );
  });
});
