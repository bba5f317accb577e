import fc from 'fast-check';
import { readJson } from '../../src/upstream/json.js';
import { runs } from '../support/property.js';

describe('In a vendor\'s JSON', () => {
  test.each<[string, unknown]>([
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['[-9007199254740993, 12345678901234567890123]', ['-9007199254740993', '12345678901234567890123']],
    ['{"id":9007199254740991,"at":1747839084000000}', { id: 9007199254740991, at: 1747839084000000 }],
    ['{"price":0.12345678901234567,"rate":12345678901234567e-17,"big":1e12345678901234567}', { price: Number('0.12345678901234567'), rate: Number('12345678901234567e-17'), big: Infinity }],
    ['{"note":"id: 9007199254740993, \\"9007199254740993\\" \\\\","id":9007199254740993}', { note: 'id: 9007199254740993, "9007199254740993" \\', id: '9007199254740993' }],
  ])('%s keeps its digits', (json, read) => expect(readJson(json)).toEqual(read));

  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, tie('leaf'), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 4 })),
    leaf: fc.oneof(fc.string({ unit: fc.constantFrom(...'"\\:,[ 7\u{1F600}'), maxLength: 30 }), fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }), fc.boolean(), fc.constant(null)),
  }));
  const write = (one: unknown): string => {
    if (typeof one === 'bigint') return String(one);
    if (Array.isArray(one)) return `[ ${one.map(write).join(',')} ]`;
    if (typeof one === 'object' && one !== null) return `{${Object.entries(one).map(([name, member]) => `${JSON.stringify(name)}: ${write(member)}`).join(',')}}`;
    return JSON.stringify(one);
  };
  const digitsKept = (one: unknown): unknown => {
    if (typeof one === 'bigint') return Number.isSafeInteger(Number(one)) ? Number(one) : String(one);
    if (Array.isArray(one)) return one.map(digitsKept);
    return typeof one === 'object' && one !== null ? Object.fromEntries(Object.entries(one).map(([name, member]) => [name, digitsKept(member)])) : one;
  };

  test("integers that numbers can't hold become strings with the same digits, and all else is unchanged", () => {
    fc.assert(fc.property(fc.tuple(value), (one) => {
      expect(JSON.stringify(readJson(write(one)))).toBe(JSON.stringify(JSON.parse(JSON.stringify(digitsKept(one)))));
    }), runs(500));
  });

  test('invalid JSON is an error', () => {
    for (const broken of ['', '{', '{"id":9007199254740993', '"9007199254740993', '[9007199254740993,]']) expect(() => readJson(broken)).toThrow(SyntaxError);
  });
});
