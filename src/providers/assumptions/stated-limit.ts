import type { IncomingHttpHeaders } from 'node:http';
import { readRateLimit } from '../../upstream/retry-after.js';
import { type Assumption, cannotBeTold, doesNotHold, holds } from './assumption.js';

/** The beginnings of the usual names. */
const NAMES = ['x-ratelimit', 'x-rate-limit', 'ratelimit'];

/** A larger number is no limit, and perhaps something else. */
const MOST_BELIEVED = 10_000_000;

/** For a vendor whose documents say nothing about such headers. */
export function noLimitStated(): Assumption {
  return {
    id: 'limit',
    claim: 'Its answers state no request limit.',
    answersDepend: false,
    async check({ headers }) {
      if (headers.length === 0) return cannotBeTold('It has answered nothing.');
      const limit = headers.map(limitIn).find((stated) => stated !== null);
      if (limit !== undefined && limit !== null) return doesNotHold(`They state ${limit} requests.`);
      return headers.some(hasLimit) ? doesNotHold('They state one, in a form that we do not read.') : holds('No answer has such a header.');
    },
  };
}

/** For a vendor whose every answer states its limit. */
export function limitStated(): Assumption {
  return {
    id: 'limit',
    claim: 'Each answer states the request limit, in three headers.',
    answersDepend: false,
    async check(inquiry) {
      const { headers } = inquiry;
      if (headers.length === 0) return cannotBeTold('It has answered nothing.');
      const limits = headers.map((one) => readRateLimit(one, inquiry.now()));
      const [first] = limits;
      if (!first || limits.includes(null)) return doesNotHold(headers.some(hasLimit) ? 'They have another form.' : 'They are missing.');
      return holds(`${first.limit} requests.`);
    },
  };
}

function hasLimit(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => NAMES.some((beginning) => name.startsWith(beginning)));
}

function limitIn(headers: IncomingHttpHeaders): number | null {
  const stated = NAMES.map((beginning) => Number(headers[`${beginning}-limit`] ?? Number.NaN)).find((limit) => limit > 0 && limit < MOST_BELIEVED);
  return stated ?? null;
}
