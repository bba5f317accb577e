import { BadUserInput } from '../../model/bad-user-input.js';
import type { CallFilter } from '../../model/call-filter.js';
import type { FilterField } from '../provider.js';
import { CONTACT_CENTER } from './agents.js';
import type { CallsQuery } from './api.js';
import type { ContactCenterCallFilter } from './filter.js';

/** Fields without a parameter. The callType buckets are not documented well enough to use for directions. */
const LOCAL_FIELDS = ['statuses', 'directions', 'phoneNumbers', 'from', 'to', 'duration', 'contacts'] as const;

/** A filter in the contact centre's terms; no query means that none of its calls can match. */
export interface ContactCenterQueries {
  readonly query: CallsQuery | null;
  readonly filteredLocally: readonly FilterField[];
}

/** Splits a filter. @throws BadUserInput for ids that are not whole numbers. */
export function contactCenterQuery(filter: CallFilter): ContactCenterQueries {
  const own = (filter.own?.[CONTACT_CENTER] ?? {}) as ContactCenterCallFilter;
  const agent = filter.agent?.providerAgentId;
  const emptyList = [own.numberIds, own.dispositionIds, own.surveyIds].some((ids) => ids?.length === 0);
  // Its calls have no price, so none matches a price range.
  if (filter.price !== undefined || emptyList || (agent !== undefined && own.agentId && own.agentId !== agent)) {
    return { query: null, filteredLocally: [] };
  }
  if (agent !== undefined && !isWholeNumber(agent)) return { query: null, filteredLocally: [] };
  const query: CallsQuery = {
    ...parameter('numberIds', own.numberIds),
    ...parameter('ringGroupId', own.ringGroupId),
    ...parameter('ivrId', own.ivrId),
    ...parameter('listId', own.listId),
    ...parameter('agentId', own.agentId ?? agent),
    ...(own.callType && { callType: own.callType.toLowerCase() }),
    ...parameter('dispositionIds', own.dispositionIds),
    ...parameter('surveyIds', own.surveyIds),
  };
  return { query, filteredLocally: LOCAL_FIELDS.filter((field) => filter[field] !== undefined) };
}

function parameter(name: keyof CallsQuery, ids: string | readonly string[] | null | undefined): CallsQuery {
  if (ids === null || ids === undefined) return {};
  const list = typeof ids === 'string' ? [ids] : ids;
  const wrong = list.find((id) => !isWholeNumber(id));
  if (wrong !== undefined) throw new BadUserInput('ids of the contact centre are whole numbers.', `filter.contactCenter.${name}`);
  return { [name]: list.join(',') };
}

/** Whether a text can be a contact centre id: a whole number of up to 64 bits, the most that a database column holds. */
export function isWholeNumber(id: string): boolean {
  return /^\d{1,20}$/.test(id);
}
