import type { AccountReport } from '../../src/doctor/examine.js';
import { EXAMINED, findingOf, useExaminedVendors } from '../support/doctor.js';
import { isWritten, personalIn, printed } from '../support/personal-values.js';
import { CONTRADICTIONS } from './differences.js';

const examined = useExaminedVendors();

describe.each(EXAMINED)('Of %s', (vendor) => {
  const reports: AccountReport[] = [];

  test('every assumption holds for the simulated vendor', async () => {
    const report = await examined.examine(vendor);
    reports.push(report);
    expect(report.assumptions.filter(({ verdict }) => verdict !== 'HOLDS')).toEqual([]);
    expect(report.requests).toBeLessThanOrEqual(report.requestsAllowed);
    expect(examined.simulators[vendor].requests).toHaveLength(report.requests);
  });

  test.each(CONTRADICTIONS[vendor].map((contradiction) => [contradiction.assumption, contradiction] as const))('%s is seen not to hold', async (id, { reason, environment, ...difference }) => {
    examined.differ(vendor, difference);
    const report = await examined.examine(vendor, environment);
    reports.push(report);
    expect(findingOf(report, id)).toMatchObject({ verdict: 'DOES_NOT_HOLD', reason: expect.stringMatching(reason) });
  });

  test('every assumption has a contradiction', async () => {
    const ids = (await examined.examine(vendor)).assumptions.map(({ id }) => id);
    // One call is too little to tell that a field is never there.
    const untold = vendor === 'skipcall' ? ['documented-fields'] : [];
    expect([...CONTRADICTIONS[vendor].map(({ assumption }) => assumption), ...untold].toSorted()).toEqual(ids.toSorted());
  });

  test('nothing personal is in any of these reports, and no secret', () => {
    const text = printed(reports);
    const values = [...new Set(examined.simulators[vendor].rows.flatMap((row) => personalIn(row)))];
    expect(values.length).toBeGreaterThan(1000);
    expect(values.filter((value) => isWritten(text, value))).toEqual([]);
    for (const header of Object.values(examined.simulators[vendor].authorization)) expect(text).not.toContain(header.split(' ').at(-1));
    expect(text).not.toMatch(/https?:/);
  });
});
