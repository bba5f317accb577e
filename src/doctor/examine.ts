import type { ConfiguredAccount } from '../config/accounts.js';
import type { AccountName } from '../model/account.js';
import type { CallProviderName } from '../model/call-provider.js';
import { type Assumption, cannotBeTold, doesNotHold, type Finding, type Inquiry } from '../providers/assumptions/assumption.js';
import { isAnsweredOtherwise, whyNotAsked } from '../providers/assumptions/not-asked.js';
import type { ConnectedProvider } from '../providers/provider.js';
import { perMinute } from '../upstream/request-limit.js';
import type { HttpLimits } from '../upstream/http.js';
import { ProviderError } from '../upstream/provider-error.js';
import { MissAllowance } from '../upstream/search-allowance.js';
import { Urgency } from '../upstream/upstream-context.js';
import { BoundedRequests } from './bounded-requests.js';

/** An assumption with what was found. */
export type Examined = Omit<Assumption, 'check'> & Finding;

export interface AccountReport {
  readonly account: AccountName;
  readonly provider: CallProviderName;
  /** How many requests were sent, and how many could have been. */
  readonly requests: number;
  readonly requestsAllowed: number;
  /** Empty if the provider declares none. */
  readonly assumptions: readonly Examined[];
}

/** An account that can be asked. */
export interface AskedAccount {
  readonly account: AccountName;
  readonly provider: ConnectedProvider;
  readonly requests: BoundedRequests;
}

/** Connects an account as the product does, but with bounded requests. Sends none. `now`: epoch milliseconds. */
export function connect({ account, definition, settings, requestLimit }: ConfiguredAccount, limits: HttpLimits, now: () => number): AskedAccount {
  const requestsPerMinute = requestLimit && perMinute(requestLimit);
  const requests = new BoundedRequests(definition.name, requestsPerMinute, limits, now);
  const provider = definition.connect(settings, {
    now,
    isOwnWebhook: () => false,
    searches: new MissAllowance(definition.name, requestsPerMinute, now),
    clockSkew: () => requests.clock.skew,
    http: (http) => requests.client(http),
    listFacts: null,
    reportUnreadable: () => undefined,
  });
  return { account, provider, requests };
}

/** Checks one assumption after the other. Never throws: what can't be asked can't be told. `callId`: of an existing call, if one is given. */
export async function examine({ account, provider, requests }: AskedAccount, callId: string | null, now: () => number): Promise<AccountReport> {
  const inquiry: Inquiry = {
    context: { signal: new AbortController().signal, deadlineAt: Number.POSITIVE_INFINITY, urgency: Urgency.SWEEP, isFresh: true },
    headers: requests.headers,
    get clockSkew() {
      return requests.clock.skew;
    },
    callId,
    now,
  };
  const assumptions: Examined[] = [];
  for (const [index, assumption] of (provider.assumptions?.() ?? []).entries()) {
    const { id, claim, answersDepend } = assumption;
    const isReached = assumptions[0]?.verdict === 'HOLDS';
    if (index === 1 && !isReached) requests.end('Not asked, because the account was not reached.');
    assumptions.push({ id, claim, answersDepend, ...(await findingOf(assumption, inquiry, isReached)) });
  }
  return { account, provider: provider.name, requests: requests.count, requestsAllowed: requests.allowed, assumptions };
}

/** `isReached`: the account has answered before. Another answer than a documented one then contradicts the assumption. */
async function findingOf(assumption: Assumption, inquiry: Inquiry, isReached: boolean): Promise<Finding> {
  try {
    return await assumption.check(inquiry);
  } catch (error) {
    // The message of an unexpected error may have a value of a call.
    if (!(error instanceof ProviderError)) return cannotBeTold('Its answer has a form that the check can not read.');
    return isReached && isAnsweredOtherwise(error) ? doesNotHold(whyNotAsked(error)) : cannotBeTold(whyNotAsked(error));
  }
}
