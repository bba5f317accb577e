import { CallDirection } from '../../model/call-direction.js';
import type { CallFilter } from '../../model/call-filter.js';
import { CallStatus } from '../../model/call-status.js';
import { cross } from '../listing/alternatives.js';
import type { MetOtherwise } from '../met-otherwise.js';
import type { FilterField } from '../provider.js';
import type { SpelledQuery } from './slice.js';
import type { AiCallerCallFilter } from './filter.js';
import { AICALLER, STATUS_WORDS } from './to-call.js';

/** AICaller takes one number per request. For more numbers than this, the graph filters instead. */
const MAX_NUMBERS = 5;

/** A filter in AICaller's terms: together the queries return every call that passes the pushed-down fields. */
export interface AiCallerQueries {
  readonly queries: readonly SpelledQuery[];
  readonly filteredLocally: readonly FilterField[];
}

/** Statuses and called numbers (E.164) that rows spell differently from AICaller's filter. */
export interface AiCallerSpellings {
  readonly statuses: MetOtherwise<CallStatus>;
  readonly numbers: MetOtherwise<string>;
}

/**
 * Splits a filter. No queries means that no AICaller call can match. Values in `met` are not sent, because
 * AICaller may refuse spellings that it does not document.
 */
export function aiCallerQueries(filter: CallFilter, met: AiCallerSpellings): AiCallerQueries {
  const own = (filter.own?.[AICALLER] ?? {}) as AiCallerCallFilter;
  const agent = filter.agent?.providerAgentId;
  // AICaller calls are always outbound and have no price.
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

/** All spellings of a single status. The graph filters by several statuses and by UNKNOWN. */
function spellingsOf(statuses: readonly CallStatus[] | undefined): readonly string[] | undefined {
  const [status, ...others] = statuses ?? [];
  if (status === undefined || others.length > 0 || status === CallStatus.UNKNOWN) return undefined;
  return STATUS_WORDS[status];
}
