import { DateTime } from 'luxon';
import { useClock } from '../../support/clock.js';
import { useGraph } from '../../support/graph.js';
import { exotelRow, serve, sid } from '../../vendors/rows.js';

const ZONE = 'America/New_York';
/** In the six months before it, New York's clocks go back on 1 November and forward on 14 March. */
const TODAY = Date.parse('2027-04-20T12:00:00Z');
useClock().advance(TODAY - Date.now());
const graph = useGraph({ calls: 0, exotelTimeZone: ZONE });

const newYorkTime = (instant: string) => DateTime.fromISO(instant, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm:ss');
const row = (index: number, DateCreated: string) => exotelRow(sid(index), TODAY, { DateCreated, StartTime: DateCreated });

async function callsWithin(from: string, to: string): Promise<{ id: string; providerCallId: string; createdAt: string }[]> {
  const { calls } = await graph.data<{ calls: any }>(
    'query ($filter: CallFilter!) { calls(first: 50, filter: $filter, orderBy: OLDEST_FIRST) { nodes { id providerCallId createdAt } } }',
    { filter: { providers: ['EXOTEL'], createdAt: { from, to } } },
  );
  return calls.nodes;
}

describe('A call in the hour that repeats', () => {
  beforeEach(() => serve(graph.simulators.exotel, row(1, newYorkTime('2026-11-01T04:59:00Z')), row(2, '2026-11-01 01:30:00'), row(3, newYorkTime('2026-11-01T07:01:00Z'))));

  test('is found in the span of the instant that is returned, and in no other span', async () => {
    expect(await callsWithin('2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z')).toMatchObject([{ providerCallId: sid(2), createdAt: '2026-11-01T05:30:00.000Z' }]);
    expect(await callsWithin('2026-11-01T05:30:00Z', '2026-11-01T05:30:00Z')).toMatchObject([{ providerCallId: sid(2) }]);
    expect(await callsWithin('2026-11-01T06:00:00Z', '2026-11-01T07:00:00Z')).toEqual([]);
    expect((await callsWithin('2026-11-01T04:00:00Z', '2026-11-01T08:00:00Z')).map(({ providerCallId }) => providerCallId)).toEqual([sid(1), sid(2), sid(3)]);
  });

  test.each(['2026-11-01T05:59:59Z', '2026-11-01T06:00:00Z', '2026-11-01T06:20:00Z', '2026-11-01T06:40:00Z'])('is found once if one span ends and another begins at %s', async (edge) => {
    const before = await callsWithin('2026-10-31T00:00:00Z', edge);
    const after = await callsWithin(new Date(Date.parse(edge) + 1000).toISOString(), '2026-11-02T00:00:00Z');
    expect([...before, ...after].map(({ providerCallId }) => providerCallId)).toEqual([sid(1), sid(2), sid(3)]);
  });

  test('is found again by its id', async () => {
    const [call] = await callsWithin('2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z');
    expect(await graph.data('query ($id: ID!) { call(id: $id) { providerCallId createdAt } }', { id: call?.id })).toEqual({ call: { providerCallId: sid(2), createdAt: call?.createdAt } });
  });
});

test('A call in the hour that is skipped is found by the instant that is returned, and by its id', async () => {
  serve(graph.simulators.exotel, row(4, '2027-03-14 02:30:00'));
  const [call] = await callsWithin('2027-03-13T00:00:00Z', '2027-03-15T00:00:00Z');
  const at = Date.parse(call?.createdAt ?? '');
  expect(await callsWithin(new Date(at).toISOString(), new Date(at + 1000).toISOString())).toEqual([call]);
  expect(await graph.data('query ($id: ID!) { call(id: $id) { providerCallId } }', { id: call?.id })).toEqual({ call: { providerCallId: sid(4) } });
});

test('No window is refused, for any distance of its ends from a clock change', async () => {
  serve(graph.simulators.exotel, row(5, '2026-11-01 01:30:00'));
  for (const end of ['2026-12-01T05:30:00Z', '2026-12-01T06:00:00Z', '2026-12-01T06:30:00Z', '2027-04-13T07:00:00Z']) {
    const { calls } = await graph.data<{ calls: any }>('query ($to: DateTime!) { calls(first: 1, filter: { providers: [EXOTEL], createdAt: { to: $to } }) { nodes { providerCallId } sources { provider status code } } }', { to: end });
    expect(calls).toMatchObject({ nodes: [{ providerCallId: sid(5) }] });
    expect(calls.sources.find(({ provider }: { provider: string }) => provider === 'EXOTEL')).toMatchObject({ status: 'OK' });
  }
});
