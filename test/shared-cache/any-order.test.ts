import fc from 'fast-check';
import { eventually } from '../support/eventually.js';
import { lookUp } from '../support/lookups.js';
import { runs } from '../support/property.js';
import { describeWithRedis } from '../support/redis.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { AICALLER, idOf } from '../vendors/index.js';
import type { Row } from '../../src/simulators/index.js';

const PROCESSES = 3;
const CALLS = 2;
/** States of a call, by the seconds that it took. 0 is a call that was deleted. */
const DELETED = 0;

type Step =
  | { readonly kind: 'read' | 'read anew'; readonly process: number; readonly call: number }
  | { readonly kind: 'change' | 'delete'; readonly call: number }
  | { readonly kind: 'stall' | 'kill' | 'mend' | 'forget' };

const process = fc.nat(PROCESSES - 1);
const call = fc.nat(CALLS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom('read' as const, 'read anew' as const), process, call }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('change' as const, 'change' as const, 'delete' as const), call }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('stall' as const, 'kill' as const, 'mend' as const, 'mend' as const, 'forget' as const) }) },
);

/** What a single process could have answered: never an older state than before, and the newest one when it is asked to read anew. */
class Expected {
  /** The states that the vendor had, oldest first. */
  readonly states: number[] = [];
  /** The newest state that somebody got while the processes could tell one another. */
  private known = 0;
  /** What each process has got since. */
  private readonly alone: number[] = Array.from({ length: PROCESSES }, () => 0);

  isRight(process: number, state: number, isFresh: boolean): boolean {
    const index = this.states.lastIndexOf(state);
    return isFresh ? index === this.states.length - 1 : index >= Math.max(this.known, this.alone[process] ?? 0);
  }

  got(process: number, state: number): void {
    this.alone[process] = Math.max(this.alone[process] ?? 0, this.states.lastIndexOf(state));
  }

  /** From now on, all know what one has got. */
  together(): void {
    this.known = Math.max(this.known, ...this.alone);
  }
}

describeWithRedis('Processes that share a Redis', (redis) => {
  const replicas = useReplicas({});
  const rows = () => replicas.simulators.aicaller.rows;
  const stateAt = async (replica: Replica, id: string, isFresh: boolean): Promise<number> => {
    const { data, errors } = await lookUp(replica, 'AICALLER', id, 'duration', isFresh ? { 'cache-control': 'no-cache' } : {});
    if (errors) throw new Error(JSON.stringify(errors));
    return data.a0?.duration ?? DELETED;
  };
  const isUp = async (replica: Replica) => ((await (await fetch(replica.urlOf('/health/ready'))).json()) as { sharedCache: string }).sharedCache === 'up';

  test('answer what one process could have answered, in whatever order calls are read, changed and deleted and Redis fails', async () => {
    const some = await Promise.all(Array.from({ length: PROCESSES }, () => replicas.start({ REDIS_URL: redis.url, CACHE_MAX_CALLS: '20000', CACHE_ABSENT_SECONDS: '3600' })));
    let number = 0;
    const mend = async () => {
      redis.resume();
      await redis.start();
      for (const replica of some) await eventually('the shared cache', () => isUp(replica));
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const calls: Row[] = Array.from({ length: CALLS }, () => ({ ...AICALLER.row(number++), status: 'completed', callDuration: 1 }));
        const ids = calls.map((one) => idOf(AICALLER, one));
        const expected = calls.map(() => new Expected());
        rows().splice(0, Infinity, ...calls);
        for (const one of expected) one.states.push(1);
        let isHealthy = true;
        const together = () => {
          if (isHealthy) for (const one of expected) one.together();
        };
        for (const one of steps) {
          if ('process' in one) {
            const [replica, id, model] = [some[one.process]!, ids[one.call]!, expected[one.call]!];
            const isFresh = one.kind === 'read anew';
            // A message to the other processes takes a moment.
            const state = await eventually('the newest known state', () => stateAt(replica, id, isFresh), (got) => model.isRight(one.process, got, isFresh));
            model.got(one.process, state);
            together();
          } else if (one.kind === 'change' || one.kind === 'delete') {
            const [model, changed] = [expected[one.call]!, calls[one.call]!];
            if (model.states.at(-1) === DELETED) continue;
            const state = one.kind === 'delete' ? DELETED : model.states.length + 1;
            model.states.push(state);
            if (state === DELETED) rows().splice(rows().indexOf(changed), 1);
            else changed['callDuration'] = state;
          } else if (one.kind === 'mend') {
            await mend();
            isHealthy = true;
            together();
          } else if (one.kind === 'forget') {
            if (isHealthy) await redis.run('FLUSHALL');
          } else if (isHealthy) {
            isHealthy = false;
            if (one.kind === 'stall') redis.stall();
            else await redis.kill();
          }
        }
        await mend();
        for (const model of expected) model.together();
        for (const [index, id] of ids.entries()) {
          for (const [at, replica] of some.entries()) await eventually('the newest known state', () => stateAt(replica, id, false), (got) => expected[index]!.isRight(at, got, false));
        }
      }),
      runs(8),
    );
  }, 120_000);
});
