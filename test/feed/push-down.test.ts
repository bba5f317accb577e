import { useSwitchboard } from '../support/switchboard.js';

const parts = useSwitchboard({ calls: 50 });

const QUERY = /* GraphQL */ `
  query ($filter: CallFilter!) {
    calls(filter: $filter, first: 5) { sources { provider status code filteredLocally coveredFrom } }
  }
`;

interface Source {
  provider: string;
  status: string;
  code: string | null;
  filteredLocally: string[];
  coveredFrom: string | null;
}

async function sourcesFor(filter: object): Promise<Record<string, Source>> {
  const { calls } = (await parts.switchboard.data(QUERY, { filter })) as { calls: { sources: Source[] } };
  return Object.fromEntries(calls.sources.map((source) => [source.provider, source]));
}

/** The parameters that a provider got, without paging and dates. */
function asked(vendor: 'aicaller' | 'contactCenter' | 'exotel'): Record<string, string>[] {
  const usual = new Set(['fromDate', 'toDate', 'dateFrom', 'dateTo', 'page', 'limit', 'DateCreated', 'PageSize', 'After']);
  const all = parts.simulators[vendor].requests.map(({ query }) => Object.fromEntries([...query].filter(([name]) => !usual.has(name))));
  return [...new Map(all.map((parameters) => [JSON.stringify(parameters), parameters])).values()];
}

describe('Before a filter by its own words,', () => {
  test.each(['aicaller', 'exotel'] as const)('%s gets one request for recent rows, which may use another spelling', async (vendor) => {
    const unfiltered = () => asked(vendor).filter((parameters) => Object.keys(parameters).length === 0);
    for (const status of ['COMPLETED', 'BUSY']) await sourcesFor({ providers: [vendor.toUpperCase()], statuses: [status] });
    expect([unfiltered().length, asked(vendor).length]).toEqual([1, 3]);
    const before = parts.simulators[vendor].requests.length;
    await sourcesFor({ providers: [vendor.toUpperCase()], statuses: ['FAILED'] });
    expect(parts.simulators[vendor].requests.slice(before).filter(({ query }) => !query.has('status') && !query.has('Status'))).toEqual([]);
  });
});

describe('AICaller gets', () => {
  test('one status in its own word, and cancelled in both spellings', async () => {
    await sourcesFor({ providers: ['AICALLER'], statuses: ['NO_ANSWER'] });
    expect(asked('aicaller')).toEqual([{ status: 'noAnswer' }]);
    parts.simulators.aicaller.requests.length = 0;
    await sourcesFor({ providers: ['AICALLER'], statuses: ['CANCELED'] });
    expect(asked('aicaller').map(({ status }) => status).sort()).toEqual(['canceled', 'cancelled']);
  });

  test('no filter for several statuses, which the graph then filters', async () => {
    const { AICALLER } = await sourcesFor({ providers: ['AICALLER'], statuses: ['BUSY', 'FAILED'] });
    expect(asked('aicaller')).toEqual([{}]);
    expect(AICALLER?.filteredLocally).toEqual(['statuses']);
  });

  test('one called number per request', async () => {
    await sourcesFor({ providers: ['AICALLER'], to: ['+12025550101', '+12025550102'] });
    expect(asked('aicaller')).toEqual([{ toPhoneNumber: '+12025550101' }, { toPhoneNumber: '+12025550102' }]);
  });

  test('the fields of its own filter', async () => {
    await sourcesFor({ providers: ['AICALLER'], aiCaller: { callTemplateId: 't1', phoneNumberId: 'p1', fileId: 'f1' } });
    expect(asked('aicaller')).toEqual([{ callTemplateId: 't1', phoneNumberId: 'p1', fileId: 'f1' }]);
  });

  test('no request if none of its calls can match', async () => {
    for (const filter of [{ directions: ['INBOUND'] }, { price: { min: '0.1' } }, { providers: ['EXOTEL'] }, { statuses: [] }]) {
      const { AICALLER } = await sourcesFor(filter);
      expect(AICALLER).toMatchObject({ status: 'SKIPPED', code: 'FILTERED_OUT' });
    }
    expect(parts.simulators.aicaller.requests).toEqual([]);
  });
});

describe('the contact centre gets', () => {
  test('its own filter in its own words', async () => {
    const contactCenter = {
      numberIds: ['1', '2'], ringGroupId: '3', ivrId: '4', listId: '5', agentId: '6', callType: 'INBOUND_ANSWERED_BUT_NOT_WITHIN_SLA',
      dispositionIds: ['7', '8'], surveyIds: ['9'],
    };
    await sourcesFor({ providers: ['CONTACT_CENTER'], contactCenter });
    expect(asked('contactCenter')).toEqual([{
      numberIds: '1,2', ringGroupId: '3', ivrId: '4', listId: '5', agentId: '6', callType: 'inbound_answered_but_not_within_sla',
      dispositionIds: '7,8', surveyIds: '9',
    }]);
  });

  test.each([
    'ALL_INBOUND', 'INBOUND_ANSWERED', 'INBOUND_ANSWERED_WITHIN_SLA', 'INBOUND_ANSWERED_BUT_NOT_WITHIN_SLA', 'INBOUND_IVR_EXIT', 'ABANDONED',
    'CALLBACK', 'OVERFLOWED', 'ALL_OUTBOUND', 'OUTBOUND_ANSWERED', 'OUTBOUND_NOT_ANSWERED', 'TRANSFER', 'WARM_TRANSFER', 'OUT_OF_BUSINESS_HOURS',
    'SHORT_ABANDONED', 'AUTOMATED_CALLBACK', 'SHORT_ABANDONED_DISTRIBUTED', 'ABANDONED_DISTRIBUTED',
  ])('the bucket %s', async (callType) => {
    const { CONTACT_CENTER } = await sourcesFor({ providers: ['CONTACT_CENTER'], contactCenter: { callType } });
    expect(CONTACT_CENTER?.status).toBe('OK');
    expect(asked('contactCenter')).toEqual([{ callType: callType.toLowerCase() }]);
  });

  test('days that include the requested span in every time zone', async () => {
    await sourcesFor({ providers: ['CONTACT_CENTER'], createdAt: { from: '2026-08-11T11:00:00Z', to: '2026-08-12T11:00:00Z' } });
    // In one slice or several: that depends on how busy the account is.
    const days = (name: string) => parts.simulators.contactCenter.requests.map(({ query }) => query.get(name) ?? '').sort();
    expect([days('dateFrom')[0], days('dateTo').at(-1)]).toEqual(['2026-08-10', '2026-08-14']);
  });

  test('no request if an id is not a whole number, which is reported', async () => {
    const { errors } = await parts.switchboard.query(QUERY, { filter: { contactCenter: { ringGroupId: 'sales' } } });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'filter.contactCenter.ringGroupId' });
    expect(parts.simulators.contactCenter.requests).toEqual([]);
  });

  test('no request for an empty list of ids, which matches none of its calls and does not affect other providers', async () => {
    const sources = await sourcesFor({ contactCenter: { surveyIds: [] } });
    expect(sources['CONTACT_CENTER']).toMatchObject({ status: 'SKIPPED', code: 'FILTERED_OUT' });
    expect(sources['EXOTEL']?.status).toBe('OK');
  });
});

describe('Exotel gets', () => {
  test('every filter that it supports, with its operators and units', async () => {
    const filter = {
      providers: ['EXOTEL'], statuses: ['COMPLETED', 'NO_ANSWER', 'CANCELED'], directions: ['OUTBOUND'], duration: { min: 10, max: 45 },
      price: { min: '0.10', max: '1.0' }, from: ['+12025550101'], to: ['+919999900001', '+919999900002'],
      exotel: { phoneNumbers: ['+919999900003'], directions: ['OUTBOUND_API', 'INBOUND'], sids: ['abc1', 'abc2'] },
    };
    const { EXOTEL } = await sourcesFor(filter);
    expect(EXOTEL?.filteredLocally).toEqual([]);
    expect(asked('exotel')).toEqual([{
      Sid: 'abc1,abc2', From: '+12025550101', To: '+919999900001,+919999900002', PhoneNumber: '+919999900003', Status: 'completed,no-answer,canceled',
      Direction: 'outbound-api', Duration: 'gte:10s;lte:45s', Price: 'gte:0.10;lte:1.0',
    }]);
  });

  test('eq for one value, and one operator for an open range', async () => {
    await sourcesFor({ providers: ['EXOTEL'], duration: { min: 30, max: 30 }, price: { max: '0.300030' } });
    expect(asked('exotel')).toEqual([{ Duration: 'eq:30s', Price: 'lte:0.300030' }]);
  });

  test('five numbers per request for either party', async () => {
    const phoneNumbers = ['1', '2', '3', '4', '5', '6'].map((digit) => `+91999990000${digit}`);
    await sourcesFor({ providers: ['EXOTEL'], phoneNumbers });
    const five = phoneNumbers.slice(0, 5).join(',');
    const six = phoneNumbers[5];
    expect(asked('exotel')).toEqual([{ From: five }, { To: five }, { From: six }, { To: six }]);
  });

  test('no filter without a documented word', async () => {
    const { EXOTEL } = await sourcesFor({ providers: ['EXOTEL'], statuses: ['UNKNOWN'], directions: ['UNKNOWN'] });
    expect(asked('exotel')).toEqual([{}]);
    expect(EXOTEL?.filteredLocally).toEqual(['statuses', 'directions']);
  });

  test('no request for times before its six months, which is reported', async () => {
    const past = await sourcesFor({ createdAt: { from: '2019-01-01T00:00:00Z', to: '2019-02-01T00:00:00Z' } });
    expect(past['EXOTEL']).toMatchObject({ status: 'SKIPPED', code: 'OUT_OF_HISTORY' });
    expect(parts.simulators.exotel.requests).toEqual([]);
    const both = await sourcesFor({ createdAt: { from: '2019-01-01T00:00:00Z' } });
    expect(both['EXOTEL']).toMatchObject({ status: 'PARTIAL', code: 'OUT_OF_HISTORY' });
    const halfAYear = 183 * 24 * 60 * 60 * 1000;
    expect(Math.abs(Date.now() - halfAYear - Date.parse(both['EXOTEL']?.coveredFrom ?? ''))).toBeLessThan(4 * 24 * 60 * 60 * 1000);
  });
});
