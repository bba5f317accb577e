import fc from 'fast-check';
import { redact } from '../../src/upstream/redact.js';
import { runs } from '../support/property.js';

const KEY = 'sk_live_Hunter2';
const LONGEST = 300;
const shown = (words: string, sent?: unknown) => redact(words, [KEY], sent, LONGEST);

describe('What a vendor says is shown without', () => {
  test.each<[string, string, unknown, string]>([
    ['a credential', `No such key: ${KEY}.`, undefined, 'No such key: [hidden].'],
    ['a credential in capitals', `No such key: ${KEY.toUpperCase()}.`, undefined, 'No such key: [hidden].'],
    ['what was sent', 'Ada Lovelace is not known', { nameOfHuman: 'Ada Lovelace' }, '[hidden] is not known'],
    ['what was sent, deep in it', 'x: SECRET-1 is short', { list: [{ secret: 'secret-1' }] }, 'x: [hidden] is short'],
    ['what was sent, as in an address', 'in ?name=Ada%20L%26Co', { name: 'Ada L&Co' }, 'in ?name=[hidden]'],
    ['what was sent, as in JSON', String.raw`{"name":"Ada \"L\""}`, { name: 'Ada "L"' }, '{"name":"[hidden]"}'],
    ['what was sent, packed', `got ${Buffer.from('Ada Lovelace').toString('base64')}`, { name: 'Ada Lovelace' }, 'got [hidden]'],
    ['what was sent, packed with more', `got ${Buffer.from('user:Ada Lovelace the second').toString('base64').slice(8)}`, { name: 'Ada Lovelace the second' }, 'got [hidden]ZA=='],
    ['what was sent, as in JSON of PHP', String.raw`{"path":"a\/b\/c"}`, { path: 'a/b/c' }, '{"path":"[hidden]"}'],
    ['what was sent, in hexadecimal digits', `got ${Buffer.from('Ada Lovelace').toString('hex').toUpperCase()}!`, { name: 'Ada Lovelace' }, 'got [hidden]!'],
    ['what was sent, over two lines', 'note "one\ntwo" is long', { note: 'one\ntwo' }, 'note "[hidden]" is long'],
    ['what was sent, behind a letter that has two in lower case', 'İİİİ Σωκράτησ!', { name: 'ΣΩΚΡΆΤΗΣ' }, 'İİİİ [hidden]!'],
    ['a value that begins within another', 'abcdefgh', { one: 'abcdef', other: 'cdefgh' }, '[hidden]'],
    ['an e-mail address', 'write to <jo.doe@mail.example.com> again', undefined, 'write to <[hidden]> again'],
    ['a phone number', 'call +44 20 7946 0958 again', undefined, 'call [hidden] again'],
  ])('%s', (_, words, sent, expected) => expect(shown(words, sent)).toBe(expected));

  test('more than its beginning, and half a character', () => {
    expect(shown('a b'.repeat(1000))).toBe('a b'.repeat(100));
    expect(shown(`${'a '.repeat(149)}a\u{1F600}`)).toBe(`${'a '.repeat(149)}a`);
  });
});

test('Words that are nobody\'s secret are shown', () => {
  expect(shown('the template is archived @ 12:30, see a@b', { id: 'tem' })).toBe('the template is archived @ 12:30, see a@b');
});

describe('Wherever in a text of any length a value stands', () => {
  const letters = fc.string({ unit: fc.constantFrom('x', 'y', ' '), maxLength: 2500 });

  test.each([['credential', KEY], ['long text that was sent', 'Ada,'.repeat(800)], ['e-mail address', 'jo.doe@mail.example.com'], ['phone number', '+44 20 7946 0958']])(
    'nothing of a %s is shown',
    (_, value) => {
      fc.assert(fc.property(letters, letters, (before, after) => {
        const text = shown(`${before} ${value} ${after}`, { value });
        expect(text.length).toBeLessThanOrEqual(LONGEST);
        expect(text.includes(value.slice(0, 4))).toBe(false);
      }), runs(300));
    },
  );
});

describe('However long a text is, it costs nobody time:', () => {
  const LENGTH = 8 * 1024 * 1024;

  test.each(['a', '1', '@', '.', ' ', '+', 'a@', '1 ', 'a@a.', '\u{1F600}'])('eight million characters of %j', (piece) => {
    const words = JSON.parse(JSON.stringify(piece.repeat(LENGTH / piece.length))) as string;
    const began = performance.now();
    expect(shown(words).length).toBeLessThanOrEqual(LONGEST);
    // A few milliseconds, where the machine has nothing else to do.
    expect(performance.now() - began).toBeLessThan(200);
  });

  test('and however much was sent', () => {
    const sent = Array.from({ length: 200 }, (_, index) => ({ value: `${'a'.repeat(9000 - index)}İ` }));
    const began = performance.now();
    expect(shown('a'.repeat(LENGTH), sent)).toBe('[hidden]');
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
