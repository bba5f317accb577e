import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type CallChange, LocalChangeBus } from '../../src/events/changes.js';
import { RecordedChanges } from '../../src/events/recorded-changes.js';
import { TrackedCalls } from '../../src/events/tracked-calls.js';
import { CallTracker } from '../../src/events/tracker.js';
import { Encryption } from '../../src/store/encryption.js';
import { toCall } from '../../src/providers/aicaller/to-call.js';
import '../../src/providers/registry.js';
import type { ConnectedAccount } from '../../src/providers/provider.js';
import { Urgency } from '../../src/upstream/upstream-context.js';
import type { Row } from '../../src/simulators/index.js';
import type { Store } from '../../src/store/store.js';
import { runs } from '../support/property.js';
import { openStore } from '../support/stores.js';

const at = (second: number) => `2026-01-01T10:00:${String(second).padStart(2, '0')}.000Z`;
const QUEUED = { status: 'queued', createdAt: at(0), updatedAt: at(0), toPhoneNumber: '+12025550143' };
const RINGING = { ...QUEUED, status: 'ringing', callTriggeredAt: at(2), updatedAt: at(2) };
const TALKING = { ...RINGING, status: 'inProgress', callStartedAt: at(5), updatedAt: at(5) };
const ENDED = { ...TALKING, status: 'completed', callEndedAt: at(20), updatedAt: at(20) };
const COUNTED = { ...ENDED, callDuration: 15, updatedAt: at(25) };
const SETTLED = { ...COUNTED, recordingUrl: 'https://recordings.example.com/1.mp3', updatedAt: at(30) };
/** The states of a call as its provider returns them, and an unknown state. */
const LIFE: readonly Row[] = [{ ...QUEUED, status: 'teleported' }, QUEUED, RINGING, TALKING, ENDED, COUNTED, SETTLED];

const folder = mkdtempSync(join(tmpdir(), 'switchboard-order-'));
let store: Store;
beforeAll(() => {
  store = openStore({ DATA_DIR: folder });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const encryption = new Encryption(new Map([['aicaller', Buffer.alloc(32)]]));
let calls = 0;

/** The last change that subscribers get if reads of a call return these states in this order. */
async function lastOf(states: readonly number[]): Promise<unknown> {
  calls += 1;
  const _id = `call${calls}`;
  let shown: Row = {};
  const provider = { account: 'aicaller', name: 'AICALLER', lookup: { idsPerRequest: 1, find: async () => [toCall(shown)] } } as ConnectedAccount;
  const bus = new LocalChangeBus();
  const changes: CallChange[] = [];
  bus.listen((change) => changes.push(change));
  const tracker = new CallTracker([provider], new TrackedCalls(store, encryption), new RecordedChanges(store, encryption), bus, () => Date.parse(at(40)));
  const context = { signal: new AbortController().signal, deadlineAt: Number.POSITIVE_INFINITY, urgency: Urgency.SWEEP, isFresh: true };
  for (const state of states) {
    shown = { _id, ...LIFE[state] };
    await tracker.lookAtAll('aicaller', [_id], context);
  }
  const last = changes.at(-1);
  const call = last && (await tracker.callOf(last, context));
  const { status, startedAt, endedAt, duration, recordings = [] } = call ?? {};
  return { status, startedAt, endedAt, duration, recordings: recordings?.map(({ url }) => url) };
}

test('A call ends in the same state for any order and repetition of its updates', async () => {
  const anyStates = fc.uniqueArray(fc.nat({ max: LIFE.length - 1 }), { minLength: 1 });
  const inAnyOrder = anyStates.chain((states) =>
    fc.tuple(fc.constant(states), fc.array(fc.constantFrom(...states), { maxLength: 5 })).chain(([once, again]) =>
      fc.tuple(fc.constant([...once].sort((a, b) => a - b)), fc.shuffledSubarray([...once, ...again], { minLength: once.length + again.length })),
    ),
  );
  await fc.assert(
    fc.asyncProperty(inAnyOrder, async ([inOrder, shuffled]) => {
      expect(await lastOf(shuffled)).toEqual(await lastOf(inOrder));
    }),
    runs(60),
  );
});
