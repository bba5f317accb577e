import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { RecordingCapability } from '../providers/provider.js';
import { isAt } from '../providers/media-places.js';
import { AddressRefused, type AddressRule, checkedLookup, isAllowedHost } from './media-address.js';
import { RecordingProblem } from './problem.js';

export interface MediaSettings {
  readonly isAllowedAddress: AddressRule;
  /** Allows http. Only for tests and simulated providers. */
  readonly allowsHttp: boolean;
  /** Until the headers have arrived, in milliseconds. */
  readonly timeoutMs: number;
}

const MAX_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Fetches audio. Follows redirects by itself: each address must be a configured place, and only the provider's own
 * places get its credentials, and only as long as the origin stays the same.
 */
export class MediaClient {
  private readonly lookup;

  constructor(private readonly settings: MediaSettings) {
    this.lookup = checkedLookup(settings.isAllowedAddress);
  }

  /** The answer, whatever its status, unless it is a redirect. @throws RecordingProblem */
  async get(address: string, headers: Readonly<Record<string, string>>, { places, redirectPlaces, authorization }: RecordingCapability, signal: AbortSignal): Promise<IncomingMessage> {
    let url = this.secured(new URL(address));
    let isCredentialed = authorization !== null && isAt(url, places);
    const { origin } = url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      if (!isAt(url, [...places, ...redirectPlaces]) || !this.mayConnect(url)) throw refusedAddress();
      // For good: another host must not choose what is asked with them.
      isCredentialed &&= url.origin === origin && isAt(url, places);
      const credentials: Record<string, string> = isCredentialed && authorization !== null ? { authorization } : {};
      const answer = await this.send(url, { ...headers, ...credentials }, signal);
      if (!REDIRECTS.includes(answer.statusCode ?? 0)) return answer;
      answer.destroy();
      const { location = '' } = answer.headers;
      if (!URL.canParse(location, url.href)) throw new RecordingProblem('PROVIDER_BAD_RESPONSE', 502, 'The provider redirected to an address that can not be read.');
      url = new URL(location, url);
    }
    throw new RecordingProblem('PROVIDER_BAD_RESPONSE', 502, `The provider redirected more than ${MAX_REDIRECTS} times.`);
  }

  /** Old addresses are http, and the same hosts serve https. */
  private secured(url: URL): URL {
    if (this.settings.allowsHttp || url.protocol !== 'http:' || url.port !== '') return url;
    const secured = new URL(url);
    secured.protocol = 'https:';
    return secured;
  }

  private mayConnect(url: URL): boolean {
    const isProtocol = url.protocol === 'https:' || (url.protocol === 'http:' && this.settings.allowsHttp);
    return isProtocol && url.username === '' && url.password === '' && isAllowedHost(url, this.settings.isAllowedAddress);
  }

  private send(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
    const { request } = url.protocol === 'https:' ? https : http;
    const { timeoutMs } = this.settings;
    return new Promise((resolve, reject) => {
      const sent = request(url, {
        // A connection of its own: a kept one may close at this moment, and audio needs few requests.
        agent: false,
        lookup: this.lookup,
        // Ranges are of the bytes as they are stored.
        headers: { 'user-agent': 'switchboard', accept: '*/*', 'accept-encoding': 'identity', ...headers },
        signal,
      });
      const timer = setTimeout(() => sent.destroy(new RecordingProblem('PROVIDER_TIMEOUT', 504, 'The provider did not answer in time.')), timeoutMs);
      sent.once('response', (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      sent.once('upgrade', (_answer, socket) => {
        clearTimeout(timer);
        socket.destroy();
        reject(new RecordingProblem('PROVIDER_BAD_RESPONSE', 502, 'The provider did not send the recording.'));
      });
      // Also emitted after the response, when the connection breaks. The response reports that itself.
      sent.on('error', (error) => {
        clearTimeout(timer);
        reject(problemOf(error));
      });
      sent.end();
    });
  }
}

function problemOf(error: Error): RecordingProblem {
  if (error instanceof RecordingProblem) return error;
  if (error instanceof AddressRefused) return refusedAddress();
  return new RecordingProblem('PROVIDER_UNAVAILABLE', 502, 'The connection to the provider failed.');
}

function refusedAddress(): RecordingProblem {
  return new RecordingProblem('RECORDING_REFUSED_ADDRESS', 502, 'The recording is at an address that is not configured or not public.');
}
