import { type Row, type Simulator, startSimulators, type Simulators } from '../../src/simulators/index.js';
import { ask, Clock, keepRows } from './asking.js';

// 12:00:00.500 UTC on 18 March 2026 is 17:30:00 in India.
const { now } = new Clock();
let simulators: Simulators;
let exotel: Simulator;
let calls: string;
let restore: () => void;

beforeAll(async () => {
  simulators = await startSimulators({ now, calls: 400 });
  exotel = simulators.exotel;
  calls = `/v1/Accounts/${exotel.credentials['EXOTEL_ACCOUNT_SID']}/Calls`;
  restore = keepRows(exotel);
});
afterEach(() => restore());
afterAll(() => simulators.close());

const list = (query: Record<string, string> = {}) => ask(exotel, `${calls}.json?${new URLSearchParams(query).toString()}`);
const sids = async (query: Record<string, string>) => (await list(query)).body.Calls.map((row) => row['Sid']);
/** Replaces the rows with these, created at noon of the previous day. */
const serve = (...rows: Row[]) => {
  const common = { DateCreated: '2026-03-17 12:00:00', Status: 'completed' };
  exotel.rows.splice(0, Infinity, ...rows.map((row) => ({ ...common, ...row })));
};

describe('Exotel lists calls', () => {
  test('of the last 31 days, newest first, fifty at a time, without ongoing ones', async () => {
    const { status, body } = await list();
    const created = body.Calls.map((row) => String(row['DateCreated']));
    expect(status).toBe(200);
    expect(created).toHaveLength(50);
    expect(created).toEqual([...created].sort().reverse());
    const expected = exotel.rows.filter(
      (row) =>
        !['queued', 'ringing', 'in-progress'].includes(String(row['Status'])) &&
        String(row['DateCreated']) >= '2026-02-15 17:30:00',
    );
    expect(body.Metadata).toMatchObject({ Total: expected.length, PageSize: 50, PrevPageUri: null });
  });

  test('of a period, in local time and with both ends included', async () => {
    serve(
      { Sid: 'a', DateCreated: '2026-02-28 23:59:59' },
      { Sid: 'b', DateCreated: '2026-03-01 00:00:00' },
      { Sid: 'c', DateCreated: '2026-03-02 00:00:00' },
      { Sid: 'd', DateCreated: '2026-03-02 00:00:01' },
    );
    const DateCreated = 'gte:2026-03-01 00:00:00;lte:2026-03-02 00:00:00';
    expect(await sids({ DateCreated })).toEqual(['c', 'b']);
    expect(await sids({ DateCreated, SortBy: 'DateCreated:asc' })).toEqual(['b', 'c']);
    expect(await sids({ DateCreated: 'gte:2026-03-02 00:00:00' })).toEqual(['d', 'c']);
    expect(await sids({ DateCreated: 'lte:2026-03-01 00:00:00' })).toEqual(['b', 'a']);
  });

  test('by number, in any format of the row', async () => {
    serve(
      { Sid: 'a', From: '09999900012', To: '+919999900501', PhoneNumberSid: '919999900501' },
      { Sid: 'b', From: '+919999900012', To: '+919999900502', PhoneNumberSid: '09999900502' },
      { Sid: 'c', From: '+919999900013', To: null },
    );
    expect(await sids({ From: '+919999900012' })).toEqual(['b', 'a']);
    expect(await sids({ From: '+919999900012,+919999900013', To: '+919999900502' })).toEqual(['b']);
    expect(await sids({ PhoneNumber: '+919999900501,+919999900502' })).toEqual(['b', 'a']);
  });

  test('by duration and price, as numbers or texts', async () => {
    serve(
      { Sid: 'a', Duration: '9', Price: '0.300' },
      { Sid: 'b', Duration: 30, Price: 1 },
      { Sid: 'c', Duration: '45', Price: '1.010' },
      { Sid: 'd', Duration: null, Price: 'null' },
    );
    expect(await sids({ Duration: 'gte:10s;lte:45s' })).toEqual(['c', 'b']);
    expect(await sids({ Duration: 'eq:30s' })).toEqual(['b']);
    expect(await sids({ Price: 'gte:0.10;lte:1.0' })).toEqual(['b', 'a']);
    expect(await sids({ Price: 'eq:0.3' })).toEqual(['a']);
  });

  test('by status, direction and SID together', async () => {
    serve(
      { Sid: 'a', Status: 'canceled', Direction: 'inbound' },
      { Sid: 'b', Status: 'busy', Direction: 'outbound-api' },
      { Sid: 'c', Status: 'busy', Direction: 'inbound' },
      { Sid: 'd', Status: 'in-progress', Direction: 'inbound' },
    );
    expect(await sids({ Status: 'busy,canceled,in-progress' })).toEqual(['c', 'b', 'a']);
    expect(await sids({ Status: 'busy', Direction: 'inbound,outbound-dial' })).toEqual(['c']);
    expect(await sids({ Sid: 'a,c,zzz', Direction: 'inbound' })).toEqual(['c', 'a']);
  });

  test('and broken rows with an unreadable date last', async () => {
    serve({ Sid: 'a', DateCreated: 'soon' }, { Sid: 'b' });
    expect(await sids({})).toEqual(['b', 'a']);
  });
});

describe('Exotel pages', () => {
  const walk = async (first: string, link: 'NextPageUri' | 'PrevPageUri', visit?: () => void) => {
    const pages: unknown[][] = [];
    for (let uri: string | null = first; uri !== null; ) {
      const { body } = await ask(exotel, uri);
      pages.push(body.Calls.map((row) => row['Sid']));
      uri = body.Metadata[link];
      visit?.();
    }
    return pages;
  };
  const many = (count: number, at: (index: number) => string) =>
    serve(
      ...Array.from({ length: count }, (_, index) => ({ Sid: `s${String(index).padStart(3, '0')}`, DateCreated: at(index) })),
    );

  test('through every call once, even if all have the same second', async () => {
    many(25, () => '2026-03-17 12:00:00');
    const pages = await walk(`${calls}.json?PageSize=10`, 'NextPageUri');
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(new Set(pages.flat()).size).toBe(25);
  });

  test('from the same call when newer ones are added', async () => {
    many(25, (index) => `2026-03-17 12:00:${String(index).padStart(2, '0')}`);
    const expected = (await sids({})).reverse();
    let added = 0;
    const pages = await walk(`${calls}.json?PageSize=10`, 'NextPageUri', () => {
      exotel.rows.push({ Sid: `new${added++}`, DateCreated: '2026-03-18 10:00:00', Status: 'completed' });
    });
    expect(pages.flat().reverse()).toEqual(expected);
  });

  test('back to the first page, keeping the filters', async () => {
    many(25, (index) => `2026-03-17 12:00:${String(index).padStart(2, '0')}`);
    const query = 'PageSize=10&Status=completed&DateCreated=gte%3A2026-03-10+00%3A00%3A00';
    const second = (await ask(exotel, `${calls}.json?${query}`)).body.Metadata.NextPageUri ?? '';
    const { Metadata } = (await ask(exotel, second)).body;
    expect(Metadata.FirstPageUri).toBe(`${calls}.json?${query}`);
    expect(Metadata.PrevPageUri).toContain(`${calls}.json?${query}&Before=`);
    const back = (await ask(exotel, Metadata.PrevPageUri ?? '')).body;
    expect(back.Calls).toEqual((await ask(exotel, `${calls}.json?${query}`)).body.Calls);
    expect(back.Metadata.PrevPageUri).toBeNull();
  });

  test('with no cursor after an empty page', async () => {
    serve();
    expect((await list()).body).toMatchObject({ Calls: [], Metadata: { Total: 0, PrevPageUri: null, NextPageUri: null } });
  });
});

describe('Exotel gets one call', () => {
  const one = (row: Row | undefined, suffix: string) => ask(exotel, `${calls}/${String(row?.['Sid'])}${suffix}`);

  test('even an ongoing one, whose end is 1970 in local time', async () => {
    const row = exotel.rows.find(({ Status }) => Status === 'in-progress');
    expect((await one(row, '.json')).body.Call).toEqual(row);
    expect(row).toMatchObject({ EndTime: '1970-01-01 05:30:00', Duration: null, Price: null });
  });

  test('with its legs if details are requested', async () => {
    serve({ Sid: '3abc', Duration: '45' });
    const { Call } = (await one(exotel.rows[0], '.json?details=true')).body;
    expect(Call.Details).toEqual({
      ConversationDuration: 40,
      Leg1Status: 'completed',
      Leg2Status: 'completed',
      Legs: [{ Leg: { Id: 1, OnCallDuration: 45 } }, { Leg: { Id: 2, OnCallDuration: 40 } }],
    });
    expect((await one(exotel.rows[0], '.json')).body.Call.Details).toBeUndefined();
  });

  test('or answers 404 in its own format', async () => {
    const { status, body } = await ask(exotel, `${calls}/unknown.json`);
    expect(status).toBe(404);
    expect(body).toEqual({ RestException: { Status: 404, Message: expect.any(String) } });
  });
});

describe('Exotel answers in XML if the path does not end in .json', () => {
  test('calls', async () => {
    serve({ Sid: 'a', CallerName: 'Marks & <Sons>', Price: null });
    const { headers, text } = await ask(exotel, calls);
    expect(headers.get('content-type')).toContain('application/xml');
    expect(text).toContain('<Calls><Call><DateCreated>2026-03-17 12:00:00</DateCreated>');
    expect(text).toContain('<CallerName>Marks &amp; &lt;Sons&gt;</CallerName><Price/></Call></Calls>');
  });

  test('and errors', async () => {
    const { status, text } = await ask(exotel, `${calls}/unknown`);
    expect(status).toBe(404);
    expect(text).toContain('<TwilioResponse><RestException><Status>404</Status>');
  });
});

describe('Exotel refuses with 400', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => `+91999990000${index}`).join();

  test('101 SIDs, but accepts 100', async () => {
    const list101 = Array.from({ length: 101 }, (_, index) => `s${index}`);
    expect((await list({ Sid: list101.join() })).status).toBe(400);
    expect((await list({ Sid: list101.slice(1).join() })).status).toBe(200);
  });

  test('more than one calendar month, but accepts exactly one', async () => {
    expect((await list({ DateCreated: 'gte:2026-02-01 00:00:00;lte:2026-03-01 00:00:01' })).status).toBe(400);
    expect((await list({ DateCreated: 'gte:2026-02-01 00:00:00;lte:2026-03-01 00:00:00' })).status).toBe(200);
    expect((await list({ DateCreated: 'gte:2026-02-01 00:00:00' })).status).toBe(400);
  });

  test('times older than six calendar months, but accepts exactly six', async () => {
    expect((await list({ DateCreated: 'gte:2025-09-18 17:29:59;lte:2025-09-20 00:00:00' })).status).toBe(400);
    expect((await list({ DateCreated: 'gte:2025-09-18 17:30:00;lte:2025-09-20 00:00:00' })).status).toBe(200);
    expect((await list({ DateCreated: 'lte:2025-09-01 00:00:00' })).status).toBe(400);
  });

  test('a changed cursor, and two cursors at once', async () => {
    const After = new URL((await list()).body.Metadata.NextPageUri ?? '', exotel.url).searchParams.get('After') ?? '';
    expect((await list({ After })).status).toBe(200);
    expect((await list({ After: 'xyz' })).status).toBe(400);
    expect((await list({ After, Before: After })).status).toBe(400);
  });

  test.each([
    ['DateCreated', 'gte:2026-03-01T00:00:00Z'],
    ['DateCreated', 'gte:2026-02-30 00:00:00'],
    ['DateCreated', 'eq:2026-03-01 00:00:00'],
    ['DateCreated', 'gte:2026-03-02 00:00:00;lte:2026-03-01 00:00:00'],
    ['DateCreated', 'gte:2026-03-01 00:00:00;gte:2026-03-02 00:00:00'],
    ['To', numbers(6)],
    ['From', '09999900012'],
    ['PhoneNumber', ' 919999900012'],
    ['Status', 'completed,cancelled'],
    ['Duration', 'gte:10'],
    ['Duration', 'lt:10s'],
    ['Price', 'gte:10s'],
    ['Direction', 'outbound'],
    ['PageSize', '0'],
    ['PageSize', '101'],
    ['SortBy', 'DateCreated'],
    ['SortBy', 'Price:asc'],
    ['Page', '2'],
  ])('%s=%s', async (name, value) => {
    const { status, text } = await list({ [name]: value });
    expect(status).toBe(400);
    expect(text).toContain(name);
  });
});

test('Exotel refuses a wrong token with 401, and another account with 404', async () => {
  const wrong = { headers: { authorization: `Basic ${Buffer.from('key:token').toString('base64')}` } };
  expect((await ask(exotel, `${calls}.json`, wrong)).status).toBe(401);
  expect((await ask(exotel, '/v1/Accounts/somebody/Calls.json')).status).toBe(404);
});

test('Exotel uses the configured time zone', async () => {
  const elsewhere = await startSimulators({ now, calls: 20, exotelTimeZone: 'America/New_York' });
  try {
    const newest = String(elsewhere.exotel.rows.at(-1)?.['DateCreated']);
    expect(newest >= '2026-03-18 07:45:00' && newest <= '2026-03-18 08:00:00').toBe(true);
  } finally {
    await elsewhere.close();
  }
  await expect(startSimulators({ exotelTimeZone: 'Mars/Olympus' })).rejects.toThrow('Mars/Olympus');
});
