import type { AccountName } from './account.js';
import type { CallDirection } from './call-direction.js';
import type { CallProviderName } from './call-provider.js';
import type { CallStatus } from './call-status.js';

/** Both ends are inclusive. A missing end is open. */
export interface Range<T> {
  readonly from?: T;
  readonly to?: T;
}

/**
 * A validated filter in the graph's terms. Fields combine with AND, list members with OR. An absent field
 * matches every call, an empty list matches none.
 */
export interface CallFilter {
  readonly providers?: readonly CallProviderName[];
  readonly accounts?: readonly AccountName[];
  readonly createdAt?: Range<Date>;
  readonly statuses?: readonly CallStatus[];
  readonly directions?: readonly CallDirection[];
  /** E.164. Either party may have the number. */
  readonly phoneNumbers?: readonly string[];
  /** E.164. */
  readonly from?: readonly string[];
  /** E.164. */
  readonly to?: readonly string[];
  /** Seconds. */
  readonly duration?: Range<number>;
  /** Decimal strings. */
  readonly price?: Range<string>;
  /** E.164. Matches the call's contact, the person outside the organisation. */
  readonly contacts?: readonly string[];
  /** The calls of one agent. */
  readonly agent?: { readonly account: AccountName; readonly providerAgentId: string };
  /** Also calls that are legs of other calls, which carriers leave out of their lists otherwise. */
  readonly withLegs?: true;
  /** Provider-specific filters by provider name. Each applies only to that provider's calls. */
  readonly own?: Readonly<Record<CallProviderName, object>>;
}
