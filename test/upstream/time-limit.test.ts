import { limitTime } from '../../src/upstream/time-limit.js';

const ending = () => new AbortController();
const aborted = (signal: AbortSignal) => new Promise<unknown>((resolve) => signal.addEventListener('abort', () => resolve(signal.reason), { once: true }));

test('A time limit aborts after its time', async () => {
  const { signal, release } = limitTime(ending().signal, 1);
  expect(await aborted(signal)).toMatchObject({ name: 'TimeoutError' });
  release();
});

test.each([2 ** 31, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY])('A limit of %d ms, more than a timer can have, is not over at once', async (milliseconds) => {
  const { signal, release } = limitTime(ending().signal, milliseconds);
  const short = limitTime(ending().signal, 20);
  await aborted(short.signal);
  expect(signal.aborted).toBe(false);
  release();
});

test('It ends with the other signal, also if that had ended before, and not after its release', async () => {
  const parent = ending();
  const following = limitTime(parent.signal, 60_000);
  const released = limitTime(parent.signal, 60_000);
  released.release();
  parent.abort('over');
  expect(following.signal.reason).toBe('over');
  expect(released.signal.aborted).toBe(false);
  const late = limitTime(parent.signal, 60_000);
  expect(late.signal.reason).toBe('over');
  late.release();
});
