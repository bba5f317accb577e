import { type Answer, json } from './answer.js';
import type { Fault, Faults } from './faults.js';
import type { RecordedRequest } from './recorded-request.js';

const CONTROL_PATH = '/_simulator/faults';

type Check = (value: unknown) => boolean;
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isStatus: Check = (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isHeaders: Check = (value) => isObject(value) && Object.values(value).every((text) => typeof text === 'string');
const isAnything: Check = (value) => value !== undefined;
const optional = (check: Check): Check => (value) => value === undefined || check(value);

/** The fields of each kind of fault, in addition to `kind`. */
const FIELDS: Record<Fault['kind'], Record<string, Check>> = {
  status: { status: isStatus, body: optional(isAnything), headers: optional(isHeaders) },
  html: { status: optional(isStatus) },
  'malformed-json': {},
  reset: {},
  'reset-mid-body': {},
  hang: {},
  delay: { milliseconds: isNumber },
  oversized: { bytes: isNumber },
  redirect: { location: isText },
  'answer-then-fail': { status: isStatus },
  'act-then-reset': {},
};

/** Whether a request controls the simulator itself. */
export function isFaultControl({ path }: RecordedRequest): boolean {
  return path === CONTROL_PATH;
}

/**
 * Controls faults over HTTP, for integrators who run the simulators alone.
 * POST adds a fault: its own fields, `times` (default 1) and `path`, a part of the URLs that it applies to
 * (default all). DELETE removes all. An invalid body gets a 400.
 */
export function controlFaults(request: RecordedRequest, faults: Faults): Answer {
  if (request.method === 'DELETE') {
    faults.clear();
    return json(200, { faults: 'cleared' });
  }
  if (request.method !== 'POST') return json(405, { message: 'use POST or DELETE' });

  const body = parse(request.body);
  const problem = problemOf(body);
  if (problem !== undefined || !isObject(body)) return json(400, { message: problem });
  const { times, path, ...fault } = body;
  faults.add({
    fault: fault as Fault,
    times: times as number | undefined,
    when: ({ rawUrl }) => typeof path !== 'string' || rawUrl.includes(path),
  });
  return json(201, { fault, times: times ?? 1, path });
}

function problemOf(body: unknown): string | undefined {
  if (!isObject(body)) return 'the body must be a JSON object';
  const { kind, times, path, ...rest } = body;
  if (typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind)) {
    return `kind must be one of ${Object.keys(FIELDS).join(', ')}`;
  }
  if (times !== undefined && (!Number.isInteger(times) || Number(times) < 1)) {
    return 'times must be a positive integer';
  }
  if (path !== undefined && !isText(path)) return 'path must be a part of a URL';

  const fields = FIELDS[kind as Fault['kind']];
  const unknown = Object.keys(rest).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) return `${kind} has no field ${unknown}`;
  const wrong = Object.entries(fields).find(([name, check]) => !check(rest[name]));
  return wrong && `${kind}: ${wrong[0]} is missing or wrong`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
