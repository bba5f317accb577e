import type { Row, Simulator } from '../../src/simulators/index.js';

/** The default start time of tests. */
export const START = Date.parse('2026-03-18T12:00:00.500Z');

/** A test's clock, which the test advances. */
export class Clock {
  time = START;
  readonly now = () => this.time;
  advance(seconds: number): void {
    this.time += seconds * 1_000;
  }
}

/** Returns a function that restores the present rows of a simulator. */
export function keepRows({ rows }: Simulator): () => void {
  const kept = [...rows];
  return () => void rows.splice(0, Infinity, ...kept);
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}

/** The fields of any vendor's body. */
export interface Body {
  data: Row & Row[];
  calls: Row[];
  meta: { page: number; limit: number; total: number; next: string | null; previous: string | null };
  Calls: Row[];
  Call: Row & { Details?: unknown };
  Metadata: { Total: number; PageSize: number; FirstPageUri: string; PrevPageUri: string | null; NextPageUri: string | null };
}

/** Sends an authorized request and reads the answer. */
export async function ask(simulator: Simulator, path: string, init: RequestInit = {}): Promise<Reply> {
  const headers = { ...simulator.authorization, ...(init.headers as Record<string, string>) };
  const response = await fetch(simulator.url + path, { redirect: 'manual', ...init, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {} as Body;
  }
}
