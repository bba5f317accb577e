import fc from 'fast-check';
import { ProviderError, type ProviderErrorCode, type ProviderErrorFacts } from '../../src/upstream/provider-error.js';
import { RequestNotSent } from '../../src/upstream/request-not-sent.js';
import { Retries } from '../../src/upstream/retries.js';
import { runs } from '../support/property.js';
import { contextOf } from '../support/upstream-context.js';

const NOW = 1_000_000;
const ATTEMPT_MS = 500;
const PAUSE = 100;
const error = (code: ProviderErrorCode, facts: ProviderErrorFacts = {}) => new ProviderError('EXOTEL', code, 'It failed.', facts);
const UNAVAILABLE = error('PROVIDER_UNAVAILABLE', { status: 503 });
const retries = (attempts = 3) => new Retries(attempts, ATTEMPT_MS, () => NOW);
const leaving = (leftMs: number) => contextOf({ deadlineAt: NOW + leftMs });
const at = (ms: number) => new Date(NOW + ms);

describe('Whether a failed read is retried', () => {
  test.each<[string, number | null, ProviderError, number]>([
    ['502', PAUSE, error('PROVIDER_UNAVAILABLE', { status: 502 }), 10_000],
    ['503', PAUSE, UNAVAILABLE, 10_000],
    ['504', PAUSE, error('PROVIDER_UNAVAILABLE', { status: 504 }), 10_000],
    ['a dropped connection', PAUSE, error('PROVIDER_UNAVAILABLE'), 10_000],
    ['429 without a time', PAUSE, error('PROVIDER_RATE_LIMITED', { status: 429 }), 10_000],
    ['429 with a time', PAUSE + 2000, error('PROVIDER_RATE_LIMITED', { status: 429, retryAfter: at(2000) }), 10_000],
    ['503 with a time', PAUSE + 2000, error('PROVIDER_UNAVAILABLE', { status: 503, retryAfter: at(2000) }), 10_000],
    ['a time in the past', PAUSE, error('PROVIDER_RATE_LIMITED', { status: 429, retryAfter: at(-2000) }), 10_000],
    ['a time after the deadline', null, error('PROVIDER_RATE_LIMITED', { status: 429, retryAfter: at(10_000) }), 10_000],
    ['a pause until the deadline', null, UNAVAILABLE, PAUSE],
    ['a pause just before the deadline', PAUSE, UNAVAILABLE, PAUSE + 1],
    ['a timeout that leaves time for another attempt', PAUSE, error('PROVIDER_TIMEOUT'), ATTEMPT_MS + PAUSE + 1],
    ['a timeout that does not', null, error('PROVIDER_TIMEOUT'), ATTEMPT_MS + PAUSE],
    ['an abandoned request', null, error('PROVIDER_TIMEOUT', { abandoned: true }), 10_000],
    ['500', null, error('PROVIDER_UNAVAILABLE', { status: 500 }), 10_000],
    ['501', null, error('PROVIDER_UNAVAILABLE', { status: 501 }), 10_000],
    ['401', null, error('PROVIDER_UNAUTHORIZED', { status: 401 }), 10_000],
    ['an unreadable answer', null, error('PROVIDER_BAD_RESPONSE', { isNotJson: true }), 10_000],
    ['a call out of history', null, error('CALL_OUT_OF_HISTORY'), 10_000],
    ['a request that was not sent', null, new RequestNotSent('EXOTEL', 'PROVIDER_UNAVAILABLE', 'It is down.'), 10_000],
  ])('after %s: in %p ms', (_, pause, failure, leftMs) => {
    expect(retries().pauseAfter(1, failure, PAUSE, leaving(leftMs))).toBe(pause);
  });

  test('ends with the last attempt', () => {
    expect([1, 2, 3, 4].map((attempt) => retries(3).pauseAfter(attempt, UNAVAILABLE, PAUSE, contextOf()))).toEqual([PAUSE, PAUSE, null, null]);
  });

  test('ends when no client waits any more', () => {
    expect(retries().pauseAfter(1, UNAVAILABLE, PAUSE, contextOf({ signal: AbortSignal.abort() }))).toBeNull();
  });

  test('is limited to twenty retries in a row, plus one for ten answers', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200, size: 'max' }), (answers) => {
        const all = retries();
        let [answered, again] = [0, 0];
        for (const isAnswered of answers) {
          if (isAnswered) {
            answered += 1;
            all.earn();
          } else if (all.pauseAfter(1, UNAVAILABLE, PAUSE, contextOf()) !== null) again += 1;
        }
        expect(again).toBeLessThanOrEqual(20 + answered * 0.1 + 1e-6);
        if (answers.length - answered <= 20) expect(again).toBe(answers.length - answered);
      }),
      runs(200),
    );
  });

  test('uses no retry budget if the provider gives the time, or if it is too late anyway', () => {
    const all = retries();
    for (let time = 0; time < 30; time++) {
      all.pauseAfter(1, error('PROVIDER_RATE_LIMITED', { retryAfter: at(10) }), PAUSE, contextOf());
      all.pauseAfter(1, UNAVAILABLE, PAUSE, leaving(1));
      all.pauseAfter(3, UNAVAILABLE, PAUSE, contextOf());
    }
    expect(all.pauseAfter(1, UNAVAILABLE, PAUSE, contextOf())).toBe(PAUSE);
  });

  test('uses pauses that grow on average, are limited, and differ', () => {
    const walks = Array.from({ length: 200 }, () => {
      const pauses = [];
      for (let pause = retries().begin(); pauses.length < 8; pause = pause.next(undefined)) pauses.push(pause.duration);
      return pauses;
    });
    const average = (attempt: number) => walks.reduce((sum, pauses) => sum + Number(pauses[attempt]), 0) / walks.length;
    expect(average(3)).toBeGreaterThan(average(0));
    expect(average(7)).toBeGreaterThan(average(3));
    expect(walks.flat().every((pause) => pause >= 0 && pause <= 2000)).toBe(true);
    expect(new Set(walks.map(([first]) => first)).size).toBeGreaterThan(50);
  });
});
