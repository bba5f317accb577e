import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, RecordedRequest } from '../../src/simulators/index.js';
import { type Simulators, startSimulators } from '../../src/simulators/index.js';
import { useChildren } from '../support/child.js';
import type { Payload } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import type { Data } from '../support/graph.js';
import { failing, intention, outcome, placeBehindTheScenes } from '../support/intentions.js';

const FOUND = { call: { id: expect.any(String) }, replayed: true, userErrors: [] };
const TIMEOUT_MS = 60_000;
/** The number of random instants. The known steps are always tried. */
const RUNS = Number(process.env['CRASH_RUNS'] ?? 0);

const children = useChildren();
let simulators: Simulators;
/** Accepts connections, but never reads from them. */
let gate: Server;

beforeAll(async () => {
  simulators = await startSimulators({ calls: 0 });
  gate = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(gate, 'listening');
});
afterAll(async () => {
  gate.close();
  await simulators.close();
});

type Wish = ReturnType<typeof intention>;
const postsOf = ({ nameOfHuman }: Wish) => simulators.aicaller.requests.filter(({ method, body }) => method === 'POST' && body.includes(nameOfHuman));
const settingsFor = (dataDir: string) => ({ ...simulators.environment, DATA_DIR: dataDir, UPSTREAM_TIMEOUT_MS: '300', DIAL_PATIENCE_MS: '300' });

interface Story {
  readonly wish: Wish;
  readonly posts: number;
  /** Two answers of a new process. */
  readonly answers: Payload['createPhoneCall'][];
}

/** Kills a process while it places a call, then sends the same key to a new process. */
async function tell(kill: { during: (wish: Wish, asked: Promise<unknown>) => Promise<void>; settings?: Data; fault?: Fault; isPlaced?: boolean; isPlacedLate?: boolean }): Promise<Story> {
  const wish = intention();
  const settings = settingsFor(children.folder('data'));
  const isPost = (request: RecordedRequest) => request.method === 'POST' && request.body.includes(wish.nameOfHuman);
  if (kill.fault) {
    simulators.aicaller.faults.add({
      fault: kill.fault,
      when: (request) => isPost(request) && (!kill.isPlaced || placeBehindTheScenes({ simulators }, request) !== null),
    });
  }
  const doomed = await children.start({ ...settings, ...kill.settings });
  const asked = outcome(doomed, wish).catch(() => null);
  await kill.during(wish, asked);
  await doomed.kill();
  await asked;
  const next = await children.start(settings);
  const answers = [await outcome(next, wish)];
  if (kill.isPlacedLate) placeBehindTheScenes({ simulators }, { body: postsOf(wish)[0]?.body ?? '' });
  answers.push(await outcome(next, wish));
  return { wish, posts: postsOf(wish).length, answers };
}

const held = (wish: Wish) => eventually('the POST', () => postsOf(wish).length === 1).then(() => undefined);

describe('A process that is killed', () => {
  const stories = {} as Record<'before' | 'held' | 'placed' | 'answered', Story>;
  // All in parallel, because each waits for the longest time that an attempt may take.
  beforeAll(async () => {
    const gateUrl = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
    const connected = once(gate, 'connection').then(() => undefined);
    const hang = { kind: 'hang' } as const;
    const [before, isHeld, placed, answered] = await Promise.all([
      tell({ during: () => connected, settings: { AICALLER_BASE_URL: gateUrl } }),
      tell({ during: held, fault: hang, isPlacedLate: true }),
      tell({ during: held, fault: hang, isPlaced: true }),
      tell({ during: async (_, asked) => void (await asked) }),
    ]);
    Object.assign(stories, { before, held: isHeld, placed, answered });
  }, TIMEOUT_MS);

  test('before its request reaches AICaller leaves the outcome unknown, and nothing is sent again', () => {
    expect(stories.before).toMatchObject({ posts: 0, answers: [failing('OUTCOME_UNKNOWN'), failing('OUTCOME_UNKNOWN')] });
  });

  test('while AICaller holds its request leaves the outcome unknown until the call appears', () => {
    expect(stories.held).toMatchObject({ posts: 1, answers: [failing('OUTCOME_UNKNOWN'), FOUND] });
  });

  test('after the call was placed, but before the answer, leaves a call that is found', () => {
    expect(stories.placed).toMatchObject({ posts: 1, answers: [FOUND, FOUND] });
  });

  test('after its answer keeps what it acknowledged', () => {
    expect(stories.answered).toMatchObject({ posts: 1, answers: [FOUND, FOUND] });
  });
});

if (RUNS > 0) {
  test(`A process that is killed at any of ${RUNS} random instants never has a second call placed`, async () => {
    const settings = { ...settingsFor(children.folder('data')), UPSTREAM_TIMEOUT_MS: '100' };
    const LONGEST_MS = 60;
    let doomed = await children.start(settings);
    for (let run = 0; run < RUNS; run += 1) {
      const wish = intention();
      simulators.aicaller.faults.add({ when: ({ method }) => method === 'POST', fault: { kind: 'delay', milliseconds: 10 } });
      const asked = outcome(doomed, wish).catch(() => null);
      await wait(Math.random() * LONGEST_MS);
      await doomed.kill();
      const first = await asked;
      doomed = await children.start(settings);
      const again = await outcome(doomed, wish);
      expect(postsOf(wish).length).toBeLessThanOrEqual(1);
      if (first?.call) expect(again).toEqual({ ...first, replayed: true });
      simulators.aicaller.faults.clear();
    }
  }, RUNS * TIMEOUT_MS);
}
