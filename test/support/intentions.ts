import { randomUUID } from 'node:crypto';
import type { Fault, RecordedRequest, Row } from '../../src/simulators/index.js';
import type { IntentionRow } from '../../src/store/tables.js';
import { type Payload, place } from './dialing.js';
import type { Answer, Data, Graph } from './graph.js';
import { readStore } from './stores.js';

/** An input in words, with a key that no other test has. */
export function intention(fields: Data = {}): Data & { idempotencyKey: string; nameOfHuman: string } {
  const idempotencyKey = randomUUID();
  return { idempotencyKey, nameOfHuman: `Ada ${idempotencyKey}`, ...fields };
}

/** The result of createPhoneCall. */
export async function outcome(graph: Pick<Graph, 'ask'>, fields: Data): Promise<Payload['createPhoneCall']> {
  return outcomeOf(await place(graph, fields));
}

export function outcomeOf({ data, errors }: Answer<Payload>): Payload['createPhoneCall'] {
  if (errors) throw new Error(`Unexpected errors: ${JSON.stringify(errors)}`);
  return data.createPhoneCall;
}

/** A result with only this error code. */
export function failing(code: string): object {
  return { call: null, userErrors: [{ code }] };
}

let placed = 0;

/** A row for the requested call, as AICaller creates it. Already in its list. */
export function placeBehindTheScenes({ simulators }: Pick<Graph, 'simulators'>, { body }: Pick<RecordedRequest, 'body'>, fields: Row = {}): Row {
  placed += 1;
  const at = new Date(Date.now()).toISOString();
  const row: Row = { status: 'queued', ...(JSON.parse(body) as Row), _id: `behind${placed}`, createdAt: at, updatedAt: at, ...fields };
  simulators.aicaller.rows.push(row);
  return row;
}

/** Makes the next POST fail in this way. */
export function failNextPost({ simulators }: Pick<Graph, 'simulators'>, fault: Fault, onPost: (request: RecordedRequest) => void = () => undefined): void {
  simulators.aicaller.faults.add({
    fault,
    when: (request) => {
      if (request.method !== 'POST') return false;
      onPost(request);
      return true;
    },
  });
}

/** The store's ledger entries for a key or a call. */
export function ledgerEntry(settings: Readonly<Record<string, string>>, column: 'idempotency_key' | 'provider_call_id', value: string): Promise<IntentionRow | undefined> {
  return readStore(settings, (db) => db.selectFrom('intentions').selectAll().where(column, '=', value).executeTakeFirst());
}
