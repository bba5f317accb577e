import { identifier } from '../reading.js';
import { record } from '../../model/json-value.js';

/** Fields that may hold the call's id: the name in the rows, and names that other vendors use. */
const ID_NAMES = ['_id', 'phoneCallId', 'callId', 'id'];
/** Fields that may hold the call itself. */
const WRAPPERS = ['data', 'phoneCall', 'call', 'payload', 'event', 'object'];
const DEEPEST = 4;

/** The calls in a notification. The body of phoneCall.completed is not documented, so any object with an id is accepted. */
export function callIdsIn(notification: unknown, depth = 0): string[] {
  if (Array.isArray(notification) && depth < DEEPEST) return notification.flatMap((entry) => callIdsIn(entry, depth + 1));
  const fields = record(notification);
  if (!fields || depth > DEEPEST) return [];
  // Look inside wrappers first: an id next to a wrapper is probably the notification's own id.
  for (const wrapper of WRAPPERS) {
    const found = callIdsIn(fields[wrapper], depth + 1);
    if (found.length > 0) return found;
  }
  for (const name of ID_NAMES) {
    const id = identifier(fields[name]);
    if (id !== null) return [id];
  }
  return [];
}
