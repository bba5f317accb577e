import { record } from '../../model/json-value.js';
import { identifiers } from '../reading.js';

/** The call in a notification. Rows call the id call_uuid. */
export function callIdsIn(notification: unknown): string[] {
  const fields = record(notification);
  return identifiers([fields?.['CallUUID'] ?? fields?.['call_uuid']]);
}
