import { identifier } from '../reading.js';
import { record } from '../../model/json-value.js';

/** Names under which a call's id may stand: that of the rows, and what vendors call such a thing elsewhere. */
const ID_NAMES = ['_id', 'phoneCallId', 'callId', 'id'];
/** Objects in which the call itself may be wrapped. */
const WRAPPERS = ['data', 'phoneCall', 'call', 'payload', 'event', 'object'];
const DEEPEST = 4;

/** The call a notification is about. The body of phoneCall.completed is not documented: any object in which an id can be found will do. */
export function callIdsIn(notification: unknown, depth = 0): string[] {
  if (Array.isArray(notification) && depth < DEEPEST) return notification.flatMap((entry) => callIdsIn(entry, depth + 1));
  const fields = record(notification);
  if (!fields || depth > DEEPEST) return [];
  // What is wrapped comes first: an id beside a wrapper is rather the notification's own.
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
