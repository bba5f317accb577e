import { CallDirection } from '../../model/call-direction.js';
import type { CallFilter } from '../../model/call-filter.js';
import { CallStatus } from '../../model/call-status.js';
import { cross } from '../listing/alternatives.js';
import type { MetOtherwise } from '../met-otherwise.js';
import type { FilterField } from '../provider.js';
import type { SpelledQuery } from './slice.js';
import type { AiCallerCallFilter } from './filter.js';
import { AICALLER, STATUS_WORDS } from './to-call.js';

/** AICaller takes one number a request; from more than this on, the graph picks them out. */
const MAX_NUMBERS = 5;

/** A filter in AICaller's terms: the union of the queries holds every call that the pushed-down fields let pass. */
export interface AiCallerQueries {
  readonly queries: readonly SpelledQuery[];
  readonly filteredLocally: readonly FilterField[];
}

/** Statuses and called numbers, in E.164, that rows were met to spell otherwise than AICaller's filter does. */
export interface AiCallerSpellings {
  readonly statuses: MetOtherwise<CallStatus>;
  readonly numbers: MetOtherwise<string>;
}

/**
 * Splits a filter. No query at all means that no call of AICaller's can match. What rows were `met` to spell
 * otherwise is not asked for, because AICaller may refuse what it does not document.
 */
export function aiCallerQueries(filter: CallFilter, met: AiCallerSpellings): AiCallerQueries {
  const own = (filter.own?.[AICALLER] ?? {}) as AiCallerCallFilter;
  const agent = filter.agent?.providerAgentId;
  // Every call is outbound, and none has a price.
  const cannotMatch = filter.directions?.includes(CallDirection.OUTBOUND) === false || filter.price !== undefined;
  const twoTemplates = agent !== undefined && own.callTemplateId !== undefined && own.callTemplateId !== agent;
  if (cannotMatch || twoTemplates) return { queries: [], filteredLocally: [] };

  const template = agent ?? own.callTemplateId;
  const spellings = met.statuses.hasAny(filter.statuses) ? undefined : spellingsOf(filter.statuses);
  const common: SpelledQuery = {
    ...(spellings && { spellings }),
    ...(template && { callTemplateId: template }),
    ...(own.phoneNumberId && { phoneNumberId: own.phoneNumberId }),
    ...(own.fileId && { fileId: own.fileId }),
  };
  const numbers = filter.contacts ?? filter.to;
  const byNumber = numbers && numbers.length <= MAX_NUMBERS && !met.numbers.hasAny(numbers) ? numbers.map((toPhoneNumber) => ({ toPhoneNumber })) : undefined;
  const filteredLocally: FilterField[] = [];
  if (filter.statuses && !spellings) filteredLocally.push('statuses');
  if (filter.contacts && !byNumber) filteredLocally.push('contacts');
  if (filter.to && (!byNumber || filter.contacts)) filteredLocally.push('to');
  for (const field of ['phoneNumbers', 'from', 'duration'] as const) if (filter[field]) filteredLocally.push(field);
  return { queries: cross<SpelledQuery>([common], byNumber ?? [{}]), filteredLocally };
}

/** One status a request, in each of its spellings; several, or words that nobody knows, are left to the graph. */
function spellingsOf(statuses: readonly CallStatus[] | undefined): readonly string[] | undefined {
  const [status, ...others] = statuses ?? [];
  if (status === undefined || others.length > 0 || status === CallStatus.UNKNOWN) return undefined;
  return STATUS_WORDS[status];
}
