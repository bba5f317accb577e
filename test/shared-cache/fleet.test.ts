import { askOverSocket, Balancer } from '../support/balancer.js';
import { type Child, useChildren } from '../support/child.js';
import { bulkRequests, sidsIn } from '../support/exotel-requests.js';
import { aliased } from '../support/operations.js';
import { describeWithRedis } from '../support/redis.js';
import { useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, serve, sids } from '../vendors/rows.js';

const CLIENTS = 1000;

describeWithRedis('Four processes behind a balancer', (redis) => {
  const children = useChildren();
  const replicas = useReplicas({});
  let processes: readonly Child[] = [];
  const balancer = new Balancer(() => processes.map(({ url }) => url));
  const exotel = () => replicas.simulators.exotel;
  const startOne = () => children.start({ ...replicas.simulators.environment, REDIS_URL: redis.url, CACHE_MAX_CALLS: '20000', DATA_DIR: children.folder('own') });
  const askEach = async () => {
    const answers = await Promise.all(sids(CLIENTS).map((one) => askOverSocket(balancer.port, aliased('EXOTEL', [one]))));
    return answers.map(({ data }) => data?.a0?.providerCallId);
  };
  beforeAll(async () => {
    await balancer.start();
    processes = await Promise.all([1, 2, 3, 4].map(startOne));
  }, 30_000);
  afterAll(() => balancer.close());

  test('answer a thousand clients with one id each by at most fourteen requests, then by none, also after a rolling restart', async () => {
    serve(exotel(), ...sids(CLIENTS).map((one) => exotelRow(one, ago(DAY))));
    const began = performance.now();
    expect(await askEach()).toEqual(sids(CLIENTS));
    expect(bulkRequests(exotel()).flatMap(sidsIn).sort()).toEqual(sids(CLIENTS).sort());
    // No look-up waits longer than a second for others, so that a slow machine needs more requests.
    const seconds = Math.floor((performance.now() - began) / 1000);
    expect(exotel().requests.length).toBeLessThanOrEqual(14 + processes.length * Math.max(0, seconds - 1));
    exotel().requests.length = 0;
    expect(await askEach()).toEqual(sids(CLIENTS));
    for (const [index, old] of processes.entries()) {
      const fresh = await startOne();
      processes = processes.with(index, fresh);
      await old.kill();
    }
    expect(await askEach()).toEqual(sids(CLIENTS));
    expect(exotel().requests.length).toBe(0);
  }, 120_000);
});
