import { field } from '../row-fields.js';
import type { Row } from '../simulator.js';

/**
 * What `details=true` adds to a single call: the length of the conversation and of each leg, in
 * seconds. It follows from the row, so that rows pushed later have it too.
 */
export function detailsOf(row: Row): Row {
  const total = Number(field(row, 'Duration') ?? 0) || 0;
  const isCompleted = field(row, 'Status') === 'completed';
  const conversation = isCompleted ? Math.max(0, total - ringSeconds(row)) : 0;
  return {
    ConversationDuration: conversation,
    Leg1Status: isCompleted ? 'completed' : field(row, 'Status'),
    // The second leg is dialed once the first has answered.
    Leg2Status: isCompleted ? 'completed' : null,
    Legs: [
      { Leg: { Id: 1, OnCallDuration: isCompleted ? total : 0 } },
      { Leg: { Id: 2, OnCallDuration: conversation } },
    ],
  };
}

/** 2 to 17, the same each time for the same call. */
function ringSeconds(row: Row): number {
  return 2 + (Number.parseInt(String(field(row, 'Sid')).slice(0, 1), 16) || 0);
}
