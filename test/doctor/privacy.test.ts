import fc from 'fast-check';
import { asTable } from '../../src/doctor/table.js';
import type { Inquiry } from '../../src/providers/assumptions/assumption.js';
import { fieldsAsDocumented } from '../../src/providers/assumptions/fields.js';
import { sampleOf } from '../../src/providers/assumptions/sample.js';
import type { Row } from '../../src/simulators/index.js';
import { runs } from '../support/property.js';
import { EXAMINED, findingOf, useExaminedVendors } from '../support/doctor.js';
import { isWritten, personalIn, printed } from '../support/personal-values.js';

const examined = useExaminedVendors();

test('The search for personal values finds them', () => {
  const [number, ...others] = personalIn({ status: 'completed', toPhoneNumber: '+12025550143', contact: { id: 40_001, full_name: 'Priya Kulkarni' }, duration: 90_000 });
  expect([number, ...others]).toEqual(['+12025550143', '40001', 'Priya', 'Kulkarni']);
  expect(isWritten('The newest is +12025550143.', number ?? '')).toBe(true);
});

test("A vendor's words about a refusal are not printed", async () => {
  const said = 'The number +12025550143 of Priya Kulkarni is wrong';
  for (const vendor of EXAMINED) {
    examined.simulators[vendor].faults.add({ fault: { kind: 'status', status: 400, body: { message: said, error: said, RestException: { Message: said } } }, times: Infinity });
    expect(printed([await examined.examine(vendor)])).not.toMatch(/2025550143|Priya|Kulkarni/);
  }
});

const HOSTS: readonly (readonly [string, string])[] = [
  ['audio.example.com:8443', 'audio.example.com:8443'],
  ['12025550143.example.com', 'another host'],
  [`${'c0ffee'.repeat(6)}.example.com`, 'another host'],
];

test.each(HOSTS)('Of a recording at %s, "%s" is printed', async (host, shown) => {
  examined.differ('exotel', { answered: ({ body }) => body.Calls?.forEach((row: Row) => (row['RecordingUrl'] = `https://${host}/priya/12025550143.mp3?token=secret`)) });
  const report = await examined.examine('exotel');
  expect(findingOf(report, 'recording-hosts')?.reason).toMatch(new RegExp(`elsewhere: ${shown}\\.$`));
  expect(printed([report])).not.toMatch(/2025550143|priya|token|secret|c0ffee/);
});

test('A host of a single recording is not printed: it may be named after a person', async () => {
  let changed = 0;
  examined.differ('exotel', { answered: ({ body }) => body.Calls?.forEach((row: Row) => row['RecordingUrl'] && (row['RecordingUrl'] = `https://${changed++ === 0 ? 'priya-kulkarni' : 'audio'}.example.com/1.mp3`)) });
  const report = await examined.examine('exotel');
  expect(findingOf(report, 'recording-hosts')?.reason).toMatch(/elsewhere: audio\.example\.com\.$/);
  expect(printed([report])).not.toMatch(/priya|kulkarni/);
});

test("A field that few calls have is counted, and not printed: a person's name looks like the name of a field", async () => {
  examined.differ('exotel', { answered: ({ body }) => body.Calls?.forEach((row: Row, index: number) => Object.assign(row, { SentimentScore: 1, ...(index % 3 === 0 && { PriyaKulkarni: true }) })) });
  const report = await examined.examine('exotel');
  expect(findingOf(report, 'other-fields')?.reason).toBe('New: SentimentScore, 1 more.');
  expect(printed([report])).not.toMatch(/Priya|Kulkarni/);
});

const inquiry = { now: () => 0 } as Inquiry;
/** Names that vendors could make of values. */
const odd = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.stringMatching(/^\+?\d{3,15}$/), fc.emailAddress(), fc.stringMatching(/^[a-z]{2,10} [a-z]{2,10}$/), fc.uuid());

test('Names of fields that may be values are counted, and not shown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(odd, fc.constant(1), { minKeys: 1, maxKeys: 10 }), async (fields) => {
      const row = { id: 1, nested: fields, ...fields };
      const assumptions = fieldsAsDocumented(async () => sampleOf([row], () => ({ calls: [], unreadable: 0 }), ''), { needed: ['id'], documented: ['nested'], nested: { nested: [] } });
      for (const assumption of assumptions) {
        const { reason } = await assumption.check(inquiry);
        for (const name of Object.keys(fields)) {
          if (!/^[A-Za-z_]+\d{0,2}$/.test(name) && /[A-Za-z\d]{3}/.test(name)) expect(reason).not.toContain(name);
        }
        expect(reason.length).toBeLessThan(600);
      }
    }),
    runs(200),
  );
});

test('What is printed for people has a line for each assumption', async () => {
  const reports = await Promise.all(EXAMINED.map((vendor) => examined.examine(vendor)));
  const lines = asTable(reports).split('\n');
  for (const { account, assumptions } of reports) {
    for (const { claim, reason } of assumptions) expect(lines.filter((line) => line.startsWith(account) && line.includes(claim) && line.endsWith(`  ${reason}`))).toHaveLength(1);
  }
});
