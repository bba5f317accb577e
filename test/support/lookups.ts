import type { Row, Simulators } from '../../src/simulators/index.js';
import type { Answer, Graph } from './graph.js';
import { aliased } from './operations.js';
import { idOf, type Vendor } from '../vendors/index.js';

/** The data of a look-up of one call. */
export interface Found {
  readonly a0: any;
}

/** Looks up one call by its provider's own id. */
export function lookUp({ switchboard }: Pick<Graph, 'switchboard'>, provider: string, id: string, fields = 'providerCallId', headers: Record<string, string> = {}): Promise<Answer<Found>> {
  return switchboard.query(aliased(provider, [id], fields), {}, headers);
}

/** Adds a call to a vendor, and returns its id. */
export function serveCall({ simulators }: { readonly simulators: Simulators }, vendor: Vendor, index: number, fields: Row = {}): { row: Row; id: string } {
  const row = { ...vendor.row(index), ...fields };
  simulators[vendor.simulator].rows.push(row);
  return { row, id: idOf(vendor, row) };
}

/** The error codes of an answer, with the times to retry. */
export function failureIn({ errors = [] }: Answer<unknown>): { code?: unknown; retryAfter?: unknown } {
  const { code, retryAfter } = errors[0]?.extensions ?? {};
  return { code, ...(retryAfter !== undefined && { retryAfter }) };
}
