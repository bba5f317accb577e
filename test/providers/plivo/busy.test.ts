import { feedPage, feedPages } from '../../support/feed.js';
import { type Data, useGraph } from '../../support/graph.js';
import type { CallFilter, CallOrder } from '../../generated/operations.js';
import type { Row } from '../../../src/simulators/index.js';
import { ago, DAY, HOUR, plivoRow, plivoTime, plivoUuid, SECOND, serve } from '../../vendors/rows.js';

const graph = useGraph({ calls: 0 });
const plivo = () => graph.simulators.plivo;
const idsIn = (nodes: readonly Data[]) => nodes.map(({ providerCallId }) => providerCallId);
const MINUTE = 60 * SECOND;
const COUNT = 6000;
const BEGINNING = ago(5 * DAY);
const createdAt = (index: number) => BEGINNING + Math.floor((index * 2 * DAY) / COUNT / SECOND) * SECOND;
const at = (index: number) => new Date(createdAt(index)).toISOString();

/** A call that waits, then talks. */
function call(index: number, wait: number, talk: number): Row {
  const answeredAt = createdAt(index) + wait;
  const isAnswered = talk > 0;
  return plivoRow(plivoUuid(index), createdAt(index), {
    answer_time: isAnswered ? plivoTime(answeredAt) : null, end_time: plivoTime(answeredAt + talk), call_duration: (wait + talk) / SECOND, bill_duration: talk / SECOND,
    ...(!isAnswered && { hangup_cause_code: 3000, hangup_cause_name: 'No Answer' }),
  });
}

/** Three thousand calls a day for two days: one in a hundred talks for hours, some wait for long before they talk or give up. */
const rows = Array.from({ length: COUNT }, (_, index) => {
  if (index % 100 === 50) return call(index, 20 * SECOND, (index % 1200 === 50 ? 23 : 4) * HOUR);
  if (index % 70 === 35) return call(index, 55 * MINUTE, (index % 140 === 35 ? 29 : 0) * MINUTE);
  return call(index, 5 * SECOND, MINUTE);
});
const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => plivoUuid(from + index));

describe('A busy account, with three thousand calls a day,', () => {
  beforeEach(() => serve(plivo(), ...rows));

  const past: CallFilter = { providers: ['PLIVO'], createdAt: { from: at(2900), to: at(3299) } };

  test.each<[CallOrder, unknown[]]>([
    ['OLDEST_FIRST', ids(2900, 3299)],
    ['NEWEST_FIRST', ids(2900, 3299).reverse()],
  ])('has all calls of some past hours, however long they were, in order: %s', async (orderBy, expected) => {
    const pages = await feedPages(graph, { filter: past, orderBy, first: 150 });
    expect(idsIn(pages.flatMap(({ nodes }) => nodes))).toEqual(expected);
    expect(pages.flatMap(({ sources }) => sources.filter(({ provider, status }) => provider === 'PLIVO' && status !== 'OK'))).toEqual([]);
  });

  test.each<[CallOrder, CallFilter['createdAt'], unknown[]]>([
    ['OLDEST_FIRST', { from: at(0) }, ids(0, 49)],
    ['NEWEST_FIRST', { to: at(3000) }, ids(2951, 3000).reverse()],
  ])('is asked for few pages before the first call of a past time is certain: %s', async (orderBy, range, expected) => {
    const { nodes } = await feedPage(graph, { filter: { providers: ['PLIVO'], createdAt: range }, orderBy, first: 50 });
    expect(idsIn(nodes)).toEqual(expected);
    // A day of ends alone would be a hundred and fifty.
    expect(plivo().requests.length).toBeLessThanOrEqual(30);
  });

  test('is read from its oldest call, after quiet months', async () => {
    const { nodes, sources } = await feedPage(graph, { filter: { providers: ['PLIVO'] }, orderBy: 'OLDEST_FIRST', first: 10 });
    expect(idsIn(nodes)).toEqual(ids(0, 9));
    expect(sources.find(({ provider }) => provider === 'PLIVO')).toMatchObject({ status: 'OK' });
    expect(plivo().requests.length).toBeLessThanOrEqual(80);
  });

  test.each<[CallOrder, unknown[]]>([
    ['OLDEST_FIRST', ids(2950, 2999)],
    ['NEWEST_FIRST', ids(3200, 3249).reverse()],
  ])('is asked for few pages after a cursor that nothing is remembered of: %s', async (orderBy, expected) => {
    const { pageInfo } = await feedPage(graph, { filter: past, orderBy, first: 50 });
    const next = () => feedPage(graph, { filter: past, orderBy, first: 50, after: pageInfo.endCursor });
    await next();
    // Only one request continues what the first has read ahead.
    const before = plivo().requests.length;
    expect(idsIn((await next()).nodes)).toEqual(expected);
    expect(plivo().requests.length - before).toBeLessThanOrEqual(30);
  });
});

test('Empty months do not use up the reads of a page', async () => {
  const recent = Array.from({ length: 2400 }, (_, index) => plivoRow(plivoUuid(index), ago(2 * DAY + HOUR) + index * 72 * SECOND));
  serve(plivo(), ...recent);
  const { nodes, sources } = await feedPage(graph, { filter: { providers: ['PLIVO'] }, orderBy: 'OLDEST_FIRST', first: 10 });
  expect(idsIn(nodes)).toEqual(ids(0, 9));
  expect(sources.find(({ provider }) => provider === 'PLIVO')).toMatchObject({ status: 'OK' });
});

test('A quiet account is not asked for its long calls', async () => {
  serve(plivo(), ...rows.slice(0, 50));
  const { nodes } = await feedPage(graph, { filter: { providers: ['PLIVO'], createdAt: { to: at(30) } }, first: 50 });
  expect(idsIn(nodes)).toEqual(ids(0, 30).reverse());
  expect(plivo().requests.filter(({ query }) => query.has('bill_duration__gte'))).toEqual([]);
});
