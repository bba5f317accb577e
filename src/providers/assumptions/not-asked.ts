import { ProviderError } from '../../upstream/provider-error.js';
import { RequestNotSent } from '../../upstream/request-not-sent.js';

/** Why a vendor could not be asked, in our own words: the vendor's may repeat personal data. */
export function whyNotAsked(error: ProviderError): string {
  const { status, isNotJson, tooLarge, notSent } = error.facts;
  const withStatus = status === undefined ? '' : ` (HTTP ${status})`;
  if (error instanceof RequestNotSent) return error.message;
  if (isNotJson) return `It answers something that is not JSON, such as a web page${withStatus}.`;
  if (tooLarge) return 'Its answer is larger than UPSTREAM_MAX_BYTES.';
  if (error.code === 'PROVIDER_UNAUTHORIZED') return `It refuses the credentials${withStatus}.`;
  if (error.code === 'PROVIDER_RATE_LIMITED') return `It gets too many requests${withStatus}.`;
  if (error.code === 'PROVIDER_TIMEOUT') return 'It did not answer in time.';
  if (error.code !== 'PROVIDER_UNAVAILABLE') return status === undefined ? 'Its answer has another form.' : `It answers with another status${withStatus}.`;
  if (status !== undefined) return `It failed${withStatus}.`;
  return notSent ? 'No connection to the configured address.' : 'The connection broke off.';
}

/** Whether the vendor can be asked, but answers otherwise than we assume. */
export function isAnsweredOtherwise({ code, facts }: ProviderError): boolean {
  return code === 'PROVIDER_BAD_RESPONSE' && !facts.isNotJson && !facts.tooLarge;
}

/** The status with which the vendor refused what was asked, such as a wrong parameter. Null for any other failure. */
export function refusalOf(error: unknown): number | null {
  if (!(error instanceof ProviderError) || error.code !== 'PROVIDER_BAD_RESPONSE') return null;
  const { status } = error.facts;
  return status !== undefined && status >= 400 && status <= 499 ? status : null;
}
