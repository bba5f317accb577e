import type { CallDirection } from './call-direction.js';
import type { CallProviderName } from './call-provider.js';
import type { CallStatus } from './call-status.js';

/** Both ends included; a missing end is open. */
export interface Range<T> {
  readonly from?: T;
  readonly to?: T;
}

/**
 * Which calls are asked for, checked and in the terms of the graph. Fields combine with AND, list
 * members with OR; a field that is absent lets every call pass, an empty list none.
 */
export interface CallFilter {
  readonly providers?: readonly CallProviderName[];
  readonly createdAt?: Range<Date>;
  readonly statuses?: readonly CallStatus[];
  readonly directions?: readonly CallDirection[];
  /** E.164; either party. */
  readonly phoneNumbers?: readonly string[];
  /** E.164. */
  readonly from?: readonly string[];
  /** E.164. */
  readonly to?: readonly string[];
  /** Seconds. */
  readonly duration?: Range<number>;
  /** Decimal strings. */
  readonly price?: Range<string>;
  /** E.164 of people outside the organisation: the calls of these contacts. */
  readonly contacts?: readonly string[];
  /** The calls of one agent. */
  readonly agent?: { readonly provider: CallProviderName; readonly providerAgentId: string };
  /** Each provider's own filter, by the provider's name; it leaves the others' calls alone. */
  readonly own?: Readonly<Record<CallProviderName, object>>;
}
