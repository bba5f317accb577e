import { createHash, createHmac } from 'node:crypto';
import { isSameSecret } from '../../model/same-secret.js';
import type { ReceivedNotification } from '../provider.js';

/**
 * Whether Twilio signed a notification with the account's auth token: HMAC-SHA1 over the address and the sorted
 * parameters of a form. For JSON the address has a hash of the body instead. Source: Twilio's "Webhooks security"
 * page and its Node library.
 */
export function isSignedByTwilio({ url, headers, body }: ReceivedNotification, authToken: string): boolean {
  const given = headers['x-twilio-signature'];
  if (typeof given !== 'string' || !URL.canParse(url)) return false;
  const bodyHash = new URL(url).searchParams.get('bodySHA256');
  if (bodyHash !== null && !isSameSecret(bodyHash.toLowerCase(), createHash('sha256').update(body).digest('hex'))) return false;
  const signed = bodyHash === null ? writtenTogether(new URLSearchParams(body.toString())) : '';
  return spellingsOf(url).some((address) => isSameSecret(given, createHmac('sha1', authToken).update(address + signed).digest('base64')));
}

/** Names and values one after the other, sorted by name. A value that is repeated counts once. */
function writtenTogether(form: URLSearchParams): string {
  const names = [...new Set(form.keys())].sort();
  return names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value)).join('');
}

/** Twilio signs the address with or without the port, whatever it was given. */
function spellingsOf(url: string): string[] {
  const { protocol, host, hostname, port, pathname, search } = new URL(url);
  const usual = protocol === 'https:' ? '443' : '80';
  const at = (place: string) => `${protocol}//${place}${pathname}${search}`;
  return [...new Set([url, at(host), at(hostname), at(`${hostname}:${port || usual}`)])];
}
