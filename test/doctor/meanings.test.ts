import { findingOf, useExaminedVendors } from '../support/doctor.js';

const examined = useExaminedVendors();

describe('What the documents leave open is told:', () => {
  test("AICaller's dates with both ends included", async () => {
    const wider = (time: string, by: number) => new Date(Date.parse(time) + by).toISOString();
    examined.differ('aicaller', {
      asked: (query) => {
        for (const [name, by] of [['fromDate', -1], ['toDate', 1]] as const) if (query.has(name)) query.set(name, wider(query.get(name) ?? '', by));
      },
    });
    expect(findingOf(await examined.examine('aicaller'), 'filter-ends')).toMatchObject({ verdict: 'HOLDS', reason: 'A call of exactly fromDate is included, one of exactly toDate is included.' });
  });

  test("the contact centre's days with dateTo left out", async () => {
    const dayBefore = (day: string) => new Date(Date.parse(day) - 1).toISOString();
    examined.differ('contactCenter', { asked: (query) => query.has('dateTo') && query.set('dateTo', dayBefore(query.get('dateTo') ?? '')) });
    expect(findingOf(await examined.examine('contactCenter'), 'days')).toMatchObject({ verdict: 'HOLDS', reason: expect.stringMatching(/^dateTo is left out\. Its days fit zones from UTC/) });
  });

  test("the zone of the contact centre's days", async () => {
    examined.differ('contactCenter', {
      asked: (query) => {
        if (!query.has('dateFrom')) return;
        query.set('dateFrom', `${query.get('dateFrom')}T00:00:00+10:00`);
        query.set('dateTo', `${query.get('dateTo')}T23:59:59+10:00`);
      },
    });
    const { verdict, reason } = findingOf(await examined.examine('contactCenter'), 'days') ?? {};
    expect(verdict).toBe('HOLDS');
    const [from = Number.NaN, to = Number.NaN] = [...(reason ?? '').matchAll(/UTC([+-]\d+):(\d+)/g)].map(([, hours, minutes]) => Number(hours) + Number(minutes) / 60);
    expect(from).toBeGreaterThan(8);
    expect(from).toBeLessThanOrEqual(10);
    expect(to).toBeGreaterThanOrEqual(10);
    expect(to).toBeLessThan(12);
  });

  test("Exotel's zone only shortly after a call, because an old call may be in another zone", async () => {
    examined.simulators.exotel.rows.splice(-20, 20);
    expect(findingOf(await examined.examine('exotel'), 'time-zone')).toMatchObject({ verdict: 'CANNOT_BE_TOLD', reason: expect.stringContaining('Ask again within half an hour after a call.') });
  });
});

test('Without calls, only what needs none is told', async () => {
  for (const vendor of ['aicaller', 'contactCenter', 'exotel'] as const) {
    examined.simulators[vendor].rows.length = 0;
    const { assumptions } = await examined.examine(vendor);
    const told = assumptions.filter(({ verdict }) => verdict !== 'CANNOT_BE_TOLD');
    expect(told.map(({ verdict }) => verdict)).toEqual(told.map(() => 'HOLDS'));
    expect(told.map(({ id }) => id)).toEqual(['reach', 'clock', 'limit', ...(vendor === 'contactCenter' ? [] : ['canceled', 'unknown-id'])]);
  }
});
