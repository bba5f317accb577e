import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../model/same-secret.js';
import type { ReceivedNotification } from '../provider.js';

const NONCE = 'x-plivo-signature-v3-nonce';
/** The first is made with the token of the account or subaccount, the second with that of the main account. */
const SIGNATURES = ['x-plivo-signature-v3', 'x-plivo-signature-ma-v3'];

/** Whether Plivo signed a notification with the account's token (signature V3). */
export function isSignedByPlivo({ url, headers, body }: ReceivedNotification, authToken: string): boolean {
  const nonce = headers[NONCE];
  if (typeof nonce !== 'string') return false;
  const isForm = String(headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded');
  // Only a form is signed. Any other body could have been put behind a signed address.
  if (!isForm && body.length > 0) return false;
  const expected = signatureV3(url, isForm ? new URLSearchParams(body.toString('utf8')) : new URLSearchParams(), nonce, authToken);
  const given = SIGNATURES.flatMap((name) => headers[name] ?? []).flatMap((list) => list.split(','));
  return given.some((signature) => isSameSecret(signature.trim(), expected));
}

/** The signature of a POST to an address: over the address, its sorted query, the sorted form and the nonce. */
export function signatureV3(url: string, form: URLSearchParams, nonce: string, authToken: string): string {
  const [address = '', query = ''] = url.split('#')[0]?.split(/\?(.*)/s) ?? [];
  const sortedQuery = sorted(new URLSearchParams(query)).map(([name, value]) => `${name}=${value}`).join('&');
  const sortedForm = sorted(form).map(([name, value]) => name + value).join('');
  // The question mark is there with a form, even without a query; the full stop only between the two.
  const mark = sortedQuery !== '' || form.size > 0 ? '?' : '';
  const stop = sortedQuery !== '' && form.size > 0 ? '.' : '';
  return createHmac('sha256', authToken).update(`${address}${mark}${sortedQuery}${stop}${sortedForm}.${nonce}`).digest('base64');
}

function sorted(parameters: URLSearchParams): [string, string][] {
  return [...parameters].sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
