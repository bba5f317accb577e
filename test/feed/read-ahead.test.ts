import '../../src/providers/registry.js';
import { CallDirection } from '../../src/model/call-direction.js';
import { CallOrder } from '../../src/model/call-order.js';
import { CallStatus } from '../../src/model/call-status.js';
import { Call } from '../../src/model/call.js';
import { AccountStream } from '../../src/feed/account-stream.js';
import { takePage } from '../../src/feed/merge.js';
import { SharedSource } from '../../src/feed/shared-source.js';
import type { ListBatch, ListSource } from '../../src/providers/provider.js';
import { contextOf } from '../support/upstream-context.js';

const NOW = Date.UTC(2026, 5, 15, 12);
const call = new Call({ provider: 'AICALLER', providerCallId: 'a', createdAt: new Date(NOW - 1000), status: CallStatus.COMPLETED, direction: CallDirection.OUTBOUND, details: {} });

/** Batches without calls, each by a request, and then one with a call that came with the last of them. */
class LateSource implements ListSource {
  readAhead = 0;
  held = 0;
  private batches = 0;

  constructor(private readonly requests: number) {}

  async next(): Promise<ListBatch> {
    this.batches += 1;
    this.readAhead = this.batches === this.requests ? 1 : 0;
    this.held = this.readAhead;
    const isLast = this.batches > this.requests;
    return { calls: isLast ? [call] : [], exhausted: isLast, readTo: NOW - this.batches, unreadable: 0 };
  }
}

const streamOf = (source: ListSource) =>
  new AccountStream('aicaller', 'AICALLER', [source], {
    order: CallOrder.NEWEST_FIRST, start: { at: NOW, after: null }, undatedBefore: 0, reachesNow: () => true, passes: () => true, isInTime: () => true, isAhead: () => false,
  });

async function pageOf(stream: AccountStream) {
  stream.beginPage();
  const { calls } = await takePage([stream], CallOrder.NEWEST_FIRST, 5, contextOf(), () => NOW);
  return { calls: calls.map(({ providerCallId }) => providerCallId), failure: stream.failure?.code };
}

test('Calls that came with the last request that a page may make are still looked at', async () => {
  expect(await pageOf(streamOf(new LateSource(31)))).toEqual({ calls: ['a'], failure: undefined });
});

test('A page makes no more requests than that', async () => {
  expect(await pageOf(streamOf(new LateSource(32)))).toEqual({ calls: [], failure: 'READ_LIMIT' });
});

test('What a source holds counts for the walk, also if several contacts share it', async () => {
  const source = new LateSource(1);
  const contacts = ['+12025550101', '+12025550102'];
  const shared = new SharedSource(source, new Set(contacts));
  const streams = [streamOf(source), ...contacts.map((contact) => streamOf(shared.branch(contact)))];
  await source.next();
  source.held = 100;

  expect(streams.map(({ held }) => held)).toEqual([100, 50, 50]);
});
