import fc from 'fast-check';
import { UnreadAnswers } from '../../src/server/unread-answers.js';
import { runs } from '../support/property.js';

const MOST = 100_000;
/** What an answer counts apart from its bytes. */
const OVERHEAD = 512;

test('Unread answers of all connections together stay below the limit, whoever sends and reads in which order', () => {
  const step = fc.record({ connection: fc.constantFrom('a', 'b', 'c', 'd'), bytes: fc.integer({ min: 0, max: 60_000 }), reads: fc.nat({ max: 3 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const answers = new UnreadAnswers(MOST);
      const connections = new Map<string, { unread: number }>();
      const waiting: { of: { unread: number }; bytes: number; read: () => void }[] = [];
      for (const { connection, bytes, reads } of steps) {
        const of = connections.get(connection) ?? { unread: 0 };
        connections.set(connection, of);
        of.unread += bytes + OVERHEAD;
        const read = answers.sent(of, bytes, () => {
          for (const [name, other] of connections) if (other === of) connections.delete(name);
        });
        waiting.push({ of, bytes, read });
        expect([...connections.values()].reduce((sum, { unread }) => sum + unread, 0)).toBeLessThanOrEqual(MOST);
        for (const one of waiting.splice(0, reads)) {
          one.of.unread -= one.bytes + OVERHEAD;
          one.read();
          one.read();
        }
      }
    }),
    runs(200),
  );
});

test('The connection that is closed is the one with the most, also if another one has sent last', () => {
  const closed: string[] = [];
  const answers = new UnreadAnswers(MOST);
  for (const [name, bytes] of [['small', 20_000], ['large', 60_000], ['last', 30_000]] as const) answers.sent({}, bytes, () => closed.push(name));
  expect(closed).toEqual(['large']);
});

test('An answer that has more than everything allowed together closes its own connection only', () => {
  const closed: string[] = [];
  const answers = new UnreadAnswers(MOST);
  answers.sent({}, 1000, () => closed.push('other'));
  const read = answers.sent({}, 2 * MOST, () => closed.push('own'));
  read();
  answers.sent({}, MOST - 2000, () => closed.push('third'));
  expect(closed).toEqual(['own', 'third']);
});

test('A client that has had no time to read is not closed for those that have read nothing for long', () => {
  let now = 0;
  const closed: string[] = [];
  const answers = new UnreadAnswers(MOST, () => now);
  for (const name of ['stuck', 'also stuck']) answers.sent({}, 40_000, () => closed.push(name));
  now = 1000;
  const read = answers.sent({}, 90_000, () => closed.push('fast'));
  read();
  expect(closed).toEqual(['stuck', 'also stuck']);
});
