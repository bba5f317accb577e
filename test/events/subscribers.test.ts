import type { CallChange } from '../../src/events/changes.js';
import { LocalChangeBus } from '../../src/events/changes.js';
import { FellBehind, Subscribers } from '../../src/events/subscribers.js';

const change = (version: number): CallChange => ({ account: 'aicaller', providerCallId: '1', callId: 'call-1', version });

test('A subscriber that is too slow gets an error, is removed, and delays no other', async () => {
  const MOST_WAITING = 1000;
  const bus = new LocalChangeBus();
  const subscribers = new Subscribers(bus);
  const slow = subscribers.subscribe({});
  const quick = subscribers.subscribe({});
  for (let version = 1; version <= MOST_WAITING + 1; version += 1) {
    const heard = quick.next();
    bus.committed(change(version));
    expect(await heard).toEqual({ value: change(version), done: false });
  }
  await expect(slow.next()).rejects.toThrow(FellBehind);
  expect(await slow.next()).toEqual({ value: undefined, done: true });
  expect(subscribers.count).toBe(1);
});

test('A subscriber may be late by the size of its queue', async () => {
  const bus = new LocalChangeBus();
  const late = new Subscribers(bus).subscribe({});
  for (let version = 1; version <= 1000; version += 1) bus.committed(change(version));
  for (let version = 1; version <= 1000; version += 1) expect(await late.next()).toEqual({ value: change(version), done: false });
});

test('A change that arrives twice or late is delivered once', async () => {
  const bus = new LocalChangeBus();
  const subscriber = new Subscribers(bus).subscribe({});
  for (const version of [1, 1, 3, 2, 3]) bus.committed(change(version));
  await subscriber.return?.();
  const next = new Subscribers(bus).subscribe({});
  expect(await subscriber.next()).toEqual({ value: undefined, done: true });
  for (const version of [4, 4, 6, 5, 7]) bus.committed(change(version));
  const heard = [await next.next(), await next.next(), await next.next()];
  expect(heard.map(({ value }) => (value as CallChange).version)).toEqual([4, 6, 7]);
});
