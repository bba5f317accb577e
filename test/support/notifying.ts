import { randomUUID } from 'node:crypto';
import type { Row } from '../../src/simulators/index.js';
import type { Replica } from './replicas.js';

/** The secret token of the notification addresses in tests. */
export const TOKEN = 'a-token-nobody-guesses';

/** A body that a vendor may send. */
export type Body = string | URLSearchParams | FormData | Uint8Array<ArrayBuffer>;

/** Sends any body to a notification address. Returns the status. */
export async function send(replica: Pick<Replica, 'urlOf'>, path: string, body: Body, contentType?: string): Promise<number> {
  const response = await fetch(replica.urlOf(path), { method: 'POST', body, ...(contentType !== undefined && { headers: { 'content-type': contentType } }) });
  await response.arrayBuffer();
  return response.status;
}

/** Notifies of an AICaller call, with a different body each time. */
export function notify(replica: Pick<Replica, 'urlOf'>, { _id }: Row, fields: Row = {}): Promise<number> {
  return send(replica, `/events/aicaller/${TOKEN}`, JSON.stringify({ phoneCallId: _id, nonce: randomUUID(), ...fields }), 'application/json');
}

/** An AICaller call, already in its list. */
export function aiCall({ simulators }: Pick<Replica, 'simulators'>, fields: Row = {}): Row {
  const at = new Date(Date.now()).toISOString();
  const row: Row = { _id: randomUUID().replaceAll('-', '').slice(0, 24), status: 'queued', toPhoneNumber: '+12025550143', callTemplateId: 'template-1', createdAt: at, updatedAt: at, ...fields };
  simulators.aicaller.rows.push(row);
  return row;
}
