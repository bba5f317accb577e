import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { Json } from '../../model/json-value.js';
import { type Assumption, doesNotHold, holds, type Inquiry, shared } from '../assumptions/assumption.js';
import { clockAgrees } from '../assumptions/clock.js';
import { fieldsAsDocumented, type RowFields } from '../assumptions/fields.js';
import { statusesKnown } from '../assumptions/known-statuses.js';
import { reachable, unknownIdIsNull } from '../assumptions/reach.js';
import { aboutCalls, sampleOf } from '../assumptions/sample.js';
import { limitStated } from '../assumptions/stated-limit.js';
import { timesAreReal } from '../assumptions/times.js';
import type { ReadCalls } from '../read-rows.js';
import { isoInstant, text } from '../reading.js';

/** Of the right form; no call has it. */
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

/** The fields of document 003. It says which of them are required. */
const FIELDS: RowFields = {
  needed: ['id', 'callType', 'status', 'type', 'startedAt', 'endedAt', 'createdAt', 'contact', 'phoneNumber', 'caller', 'callerPhoneNumber'],
  documented: [
    'phoneNumberId', 'userProviderSid', 'adminProviderSid', 'providerConferenceId', 'transferred', 'updatedAt', 'sequenceRunId', 'sequenceId',
    'syncedWithCrmDate', 'deletedAt', 'organizationId', 'organizationMembershipId', 'managedPhoneNumberId', 'notes',
  ],
  nested: { contact: ['id', 'firstName', 'lastName', 'isUnknown'], phoneNumber: ['value'], caller: ['firstName', 'lastName'], callerPhoneNumber: ['value'] },
};

export interface SkipcallAssumed {
  /** The row of an id; null when there is none. */
  readonly get: (id: string, context: UpstreamContext) => Promise<Json | null>;
  readonly read: ReadCalls;
}

/** Without a list, only a call that somebody names tells about calls. In one or two requests. */
export function skipcallAssumptions({ get, read }: SkipcallAssumed): Assumption[] {
  const unknown = shared(({ context }: Inquiry) => get(UNKNOWN_ID, context));
  const named = shared(async ({ callId, context }: Inquiry) => {
    if (callId === null) return sampleOf([], read, 'It has no list. Name one of its calls with --call.');
    const row = await get(callId, context);
    return sampleOf(row ? [row] : [], read, 'The call of --call is not found.');
  });
  return [
    reachable(async (inquiry) => {
      await unknown(inquiry);
      return 'It looks for a call.';
    }),
    clockAgrees(),
    limitStated(),
    unknownIdIsNull(unknown),
    ...fieldsAsDocumented(named, FIELDS),
    statusesKnown(named),
    timesAreReal({ id: 'times', claim: 'createdAt has a zone, and is not in the future.', answersDepend: true }, named, ({ rows }) => rows.map((row) => isoInstant(row['createdAt'])), true),
    aboutCalls({ id: 'direction', claim: 'type is inbound or outbound.', answersDepend: true }, named, ({ rows }) =>
      rows.every((row) => ['inbound', 'outbound'].includes(text(row['type']) ?? '')) ? holds('So it is.') : doesNotHold('It has another word.'),
    ),
  ];
}
