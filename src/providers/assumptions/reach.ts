import { ProviderError } from '../../upstream/provider-error.js';
import { type Assumption, cannotBeTold, doesNotHold, holds, type Inquiry } from './assumption.js';
import { isAnsweredOtherwise, refusalOf, whyNotAsked } from './not-asked.js';

/** The first assumption of every provider: one cheap request that needs the credentials. `ask` returns what came. */
export function reachable(ask: (inquiry: Inquiry) => Promise<string>): Assumption {
  return {
    id: 'reach',
    claim: 'It answers at the configured address, and takes the credentials.',
    answersDepend: true,
    async check(inquiry) {
      try {
        return holds(await ask(inquiry));
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        return isLasting(error) ? doesNotHold(whyNotAsked(error)) : cannotBeTold(whyNotAsked(error));
      }
    },
  };
}

/** Whether a failure comes from the address or the credentials, and not from a bad moment. */
function isLasting(error: ProviderError): boolean {
  const isUnconnected = error.code === 'PROVIDER_UNAVAILABLE' && error.facts.notSent === true;
  return error.code === 'PROVIDER_UNAUTHORIZED' || isUnconnected || isAnsweredOtherwise(error);
}

/** That an id which no call has is told apart from a failure. `get`: the product's own look-up of one id. */
export function unknownIdIsNull(get: (inquiry: Inquiry) => Promise<unknown>): Assumption {
  return {
    id: 'unknown-id',
    claim: 'It answers "not found" for an id that no call has.',
    answersDepend: true,
    async check(inquiry) {
      try {
        return (await get(inquiry)) === null ? holds('An invented id is not found (HTTP 404).') : doesNotHold('It answers with a call.');
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === null) throw error;
        return doesNotHold(`It answers HTTP ${refusal}.`);
      }
    },
  };
}
