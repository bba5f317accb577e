import { field } from '../row-fields.js';
import type { Row } from '../simulator.js';

/**
 * The fields that `details=true` adds to a single call: the duration of the conversation and of each leg, in seconds.
 * They are computed from the row, so that rows that are pushed later have them too.
 */
export function detailsOf(row: Row): Row {
  const total = Number(field(row, 'Duration') ?? 0) || 0;
  const isCompleted = field(row, 'Status') === 'completed';
  const conversation = isCompleted ? Math.max(0, total - ringSeconds(row)) : 0;
  return {
    ConversationDuration: conversation,
    Leg1Status: isCompleted ? 'completed' : field(row, 'Status'),
    // The second leg is dialled after the first one answered.
    Leg2Status: isCompleted ? 'completed' : null,
    Legs: [
      { Leg: { Id: 1, OnCallDuration: isCompleted ? total : 0 } },
      { Leg: { Id: 2, OnCallDuration: conversation } },
    ],
  };
}

/** 2 to 17 seconds, always the same for a call. */
function ringSeconds(row: Row): number {
  return 2 + (Number.parseInt(String(field(row, 'Sid')).slice(0, 1), 16) || 0);
}
