import fc from 'fast-check';
import { redact } from '../../src/upstream/redact.js';
import { runs } from '../support/property.js';

const KEY = 'sk_live_Hunter2';
const LONGEST = 300;
const shown = (words: string, sent?: unknown) => redact(words, [KEY], sent, LONGEST);

describe("A vendor's message is returned without", () => {
  test.each<[string, string, unknown, string]>([
    ['a credential', `No such key: ${KEY}.`, undefined, 'No such key: [hidden].'],
    ['a credential in capitals', `No such key: ${KEY.toUpperCase()}.`, undefined, 'No such key: [hidden].'],
    ['a sent value', 'Ada Lovelace is not known', { nameOfHuman: 'Ada Lovelace' }, '[hidden] is not known'],
    ['a nested sent value', 'x: SECRET-1 is short', { list: [{ secret: 'secret-1' }] }, 'x: [hidden] is short'],
    ['a sent value, URL-encoded', 'in ?name=Ada%20L%26Co', { name: 'Ada L&Co' }, 'in ?name=[hidden]'],
    ['a sent value, in JSON', String.raw`{"name":"Ada \"L\""}`, { name: 'Ada "L"' }, '{"name":"[hidden]"}'],
    ['a sent value, in base64', `got ${Buffer.from('Ada Lovelace').toString('base64')}`, { name: 'Ada Lovelace' }, 'got [hidden]'],
    ['a sent value, in base64 with more text', `got ${Buffer.from('user:Ada Lovelace the second').toString('base64').slice(8)}`, { name: 'Ada Lovelace the second' }, 'got [hidden]ZA=='],
    ['a sent value, in JSON of PHP', String.raw`{"path":"a\/b\/c"}`, { path: 'a/b/c' }, '{"path":"[hidden]"}'],
    ['a sent value, in hexadecimal digits', `got ${Buffer.from('Ada Lovelace').toString('hex').toUpperCase()}!`, { name: 'Ada Lovelace' }, 'got [hidden]!'],
    ['a sent value over two lines', 'note "one\ntwo" is long', { note: 'one\ntwo' }, 'note "[hidden]" is long'],
    ['a sent value after a letter with two lower-case forms', 'İİİİ Σωκράτησ!', { name: 'ΣΩΚΡΆΤΗΣ' }, 'İİİİ [hidden]!'],
    ['a value that begins inside another', 'abcdefgh', { one: 'abcdef', other: 'cdefgh' }, '[hidden]'],
    ['an e-mail address', 'write to <jo.doe@mail.example.com> again', undefined, 'write to <[hidden]> again'],
    ['a phone number', 'call +44 20 7946 0958 again', undefined, 'call [hidden] again'],
  ])('%s', (_, words, sent, expected) => expect(shown(words, sent)).toBe(expected));

  test('its end, or half of a surrogate pair', () => {
    expect(shown('a b'.repeat(1000))).toBe('a b'.repeat(100));
    expect(shown(`${'a '.repeat(149)}a\u{1F600}`)).toBe(`${'a '.repeat(149)}a`);
  });
});

test('Words that are not secret are kept', () => {
  expect(shown('the template is archived @ 12:30, see a@b', { id: 'tem' })).toBe('the template is archived @ 12:30, see a@b');
});

describe('At any position in a text of any length,', () => {
  const letters = fc.string({ unit: fc.constantFrom('x', 'y', ' '), maxLength: 2500 });

  test.each([['credential', KEY], ['long text that was sent', 'Ada,'.repeat(800)], ['e-mail address', 'jo.doe@mail.example.com'], ['phone number', '+44 20 7946 0958']])(
    'no part of a %s is returned',
    (_, value) => {
      fc.assert(fc.property(letters, letters, (before, after) => {
        const text = shown(`${before} ${value} ${after}`, { value });
        expect(text.length).toBeLessThanOrEqual(LONGEST);
        expect(text.includes(value.slice(0, 4))).toBe(false);
      }), runs(300));
    },
  );
});

describe('A text of any length is redacted fast:', () => {
  const LENGTH = 8 * 1024 * 1024;

  test.each(['a', '1', '@', '.', ' ', '+', 'a@', '1 ', 'a@a.', '\u{1F600}'])('eight million characters of %j', (piece) => {
    const words = JSON.parse(JSON.stringify(piece.repeat(LENGTH / piece.length))) as string;
    const began = performance.now();
    expect(shown(words).length).toBeLessThanOrEqual(LONGEST);
    // A few milliseconds on an idle machine.
    expect(performance.now() - began).toBeLessThan(200);
  });

  test('for any size of the sent body', () => {
    const sent = Array.from({ length: 200 }, (_, index) => ({ value: `${'a'.repeat(9000 - index)}İ` }));
    const began = performance.now();
    expect(shown('a'.repeat(LENGTH), sent)).toBe('[hidden]');
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
