import { useClock } from '../support/clock.js';
import { closedPort } from '../support/closed-port.js';
import { type Page, page } from '../support/feed-walk.js';
import { codesIn } from '../support/graph.js';
import { failureIn, lookUp, serveCall } from '../support/lookups.js';
import { healthOf } from '../support/provider-health.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, serve, sid, SECOND, sids } from '../vendors/rows.js';
import { SKIPCALL } from '../vendors/index.js';

const MINUTE = 60 * SECOND;
const clock = useClock();
const replicas = useReplicas({}, { environment: { EXOTEL_REQUESTS_PER_MINUTE: '5', SKIPCALL_REQUESTS_PER_MINUTE: '100' } });
const exotel = () => replicas.simulators.exotel;
const lookUpEach = async (replica: Replica, numbers: readonly number[]) => {
  const answers = [];
  for (const number of numbers) answers.push(await lookUp(replica, 'EXOTEL', sid(number)));
  return answers;
};

beforeEach(() => {
  // A new minute with an unused budget.
  clock.advance(MINUTE + SECOND);
  serve(exotel(), ...sids(300).map((one, index) => exotelRow(one, ago(DAY) - index * SECOND)));
});

describe('An account that allows five requests a minute', () => {
  test('gets five; the sixth request fails at once, with the time to retry', async () => {
    const began = Date.now();
    const answers = await lookUpEach(replicas.first, [1, 2, 3, 4, 5, 6, 7]);
    expect(answers.map(codesIn)).toEqual([[], [], [], [], [], ['PROVIDER_RATE_LIMITED'], ['PROVIDER_RATE_LIMITED']]);
    for (const answer of answers.slice(5)) {
      const retryAfter = Date.parse(String(failureIn(answer).retryAfter));
      expect(retryAfter).toBeGreaterThan(began + MINUTE - SECOND);
      expect(retryAfter).toBeLessThanOrEqual(Date.now() + MINUTE);
    }
    expect(exotel().requests.length).toBe(5);
  });

  test('gets more in the next minute', async () => {
    await lookUpEach(replicas.first, [1, 2, 3, 4, 5, 6]);
    clock.advance(MINUTE);
    expect((await lookUp(replicas.first, 'EXOTEL', sid(6))).data).toEqual({ a0: { providerCallId: sid(6) } });
  });

  test('makes a request wait if the minute ends before its deadline', async () => {
    await lookUpEach(replicas.first, [1, 2, 3, 4, 5]);
    clock.advance(MINUTE - 0.5 * SECOND);
    const [answer] = await lookUpEach(replicas.first, [6]);
    expect(answer?.data).toEqual({ a0: { providerCallId: sid(6) } });
    const [first, sixth] = [exotel().requests[0], exotel().requests[5]];
    expect(Number(sixth?.at) - Number(first?.at)).toBeGreaterThanOrEqual(MINUTE - 10);
  });

  test('shows the remaining requests, and when they are reset', async () => {
    await lookUpEach(replicas.first, [1, 2, 3]);
    const { budget } = await healthOf(replicas.first, 'EXOTEL');
    expect(budget).toEqual({ limit: 5, windowSeconds: 60, left: 2, resetsAt: expect.any(String) });
    expect(Math.abs(Date.parse(String(budget?.resetsAt)) - Date.now() - MINUTE)).toBeLessThan(10 * SECOND);
    expect((await healthOf(replicas.first, 'AICALLER')).budget).toBeNull();
  });

  test('keeps its budget if requests are refused', async () => {
    await lookUpEach(replicas.first, [1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await healthOf(replicas.first, 'EXOTEL')).budget).toMatchObject({ limit: 5, left: 0 });
  });

  test('is counted per process if PostgreSQL is down', async () => {
    const replica = await replicas.start({ DATABASE_URL: (await closedPort()).replace('http:', 'postgresql:') + '/switchboard' });
    const answers = await lookUpEach(replica, [1, 2, 3, 4, 5, 6]);
    expect(answers.map(codesIn)).toEqual([[], [], [], [], [], ['PROVIDER_RATE_LIMITED']]);
  });
});

test('A request for a further page is refused before a look-up is', async () => {
  const replica = await replicas.start({ EXOTEL_REQUESTS_PER_MINUTE: '10' });
  const options = { filter: { providers: ['EXOTEL'] } };
  const left = async () => Number((await healthOf(replica, 'EXOTEL')).budget?.left);
  let last = await page(replica.switchboard, options, 50);
  for (let number = 1; (await left()) > 1; number++) await lookUp(replica, 'EXOTEL', sid(number));
  const isFailed = ({ sources }: Page) => sources.some(({ status }) => status === 'FAILED');
  // Calls that were read ahead need no request.
  for (let pages = 1; pages < 6 && !isFailed(last); pages++) last = await page(replica.switchboard, options, 50, last.pageInfo.endCursor);
  expect(last.sources).toContainEqual(expect.objectContaining({ provider: 'EXOTEL', status: 'FAILED', code: 'RATE_LIMITED', retryAfter: expect.any(String) }));
  expect(exotel().requests.length).toBe(9);
  const [tenth, eleventh] = await lookUpEach(replica, [100, 101]);
  expect(tenth?.data).toEqual({ a0: { providerCallId: sid(100) } });
  expect(eleventh && codesIn(eleventh)).toEqual(['PROVIDER_RATE_LIMITED']);
});

describe("Skipcall's rate limit headers", () => {
  const saying = (remaining: number, resetsAt: number, limit = 1000) => ({
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(Math.ceil(resetsAt / SECOND)),
  });

  test('are used: if nothing remains, nothing is sent until the reset', async () => {
    const { row, id } = serveCall(replicas, SKIPCALL, 1);
    const resetsAt = Math.ceil(Date.now() / SECOND) * SECOND + 40 * SECOND;
    replicas.simulators.skipcall.faults.add({ fault: { kind: 'status', status: 200, body: row, headers: saying(0, resetsAt) } });
    expect((await lookUp(replicas.first, 'SKIPCALL', id)).data.a0).toEqual({ providerCallId: id });
    const { code, retryAfter } = failureIn(await lookUp(replicas.first, 'SKIPCALL', id));
    expect(code).toBe('PROVIDER_RATE_LIMITED');
    expect(Math.abs(Date.parse(String(retryAfter)) - resetsAt)).toBeLessThanOrEqual(SECOND);
    expect(replicas.simulators.skipcall.requests.length).toBe(1);
    clock.advance(41 * SECOND);
    expect((await lookUp(replicas.first, 'SKIPCALL', id)).data.a0).toEqual({ providerCallId: id });
  });

  test('replace the configured limit', async () => {
    const { row, id } = serveCall(replicas, SKIPCALL, 2);
    replicas.simulators.skipcall.faults.add({ fault: { kind: 'status', status: 200, body: row, headers: saying(41, Date.now() + 40 * SECOND, 60) } });
    await lookUp(replicas.first, 'SKIPCALL', id);
    expect((await healthOf(replicas.first, 'SKIPCALL')).budget).toMatchObject({ limit: 60, left: 41 });
  });
});
