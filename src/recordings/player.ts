import type { IncomingMessage } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Audit } from '../audit/audit.js';
import type { AccountName } from '../model/account.js';
import { readAddressOf, type RecordingAddress } from '../model/address.js';
import type { Call } from '../model/call.js';
import { type Recording, recordingUnder } from '../model/recording.js';
import type { ConnectedAccount, RecordingCapability } from '../providers/provider.js';
import { recordingsOfAll } from './recordings-of.js';
import { StoreUnavailable } from '../store/store.js';
import { ProviderError } from '../upstream/provider-error.js';
import { type UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import { type LinkFacts, readToken, type TokenProblem } from './link-token.js';
import { headersFor, isMessage, typeOf } from './media-answer.js';
import type { MediaClient } from './media-request.js';
import { RecordingProblem } from './problem.js';
import { mayFetch } from './recording-state.js';

export interface PlayerParts {
  readonly accounts: readonly ConnectedAccount[];
  /** The keys that links to an account's recordings may be signed with. */
  readonly keysOf: (account: AccountName) => readonly Buffer[];
  readonly client: MediaClient;
  readonly audit: Audit;
  /** Called for a link that is refused. Clients can't tell the reasons apart. */
  readonly onRefused: (reason: TokenProblem) => void;
  /** Until audio is found, in milliseconds. */
  readonly timeoutMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Audio to send. */
export interface PlayedAudio {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly body: IncomingMessage;
  readonly call: Call;
}

const SUCCESSES = [200, 206, 304, 416];
/** The address may have expired, and the call may have a newer one. */
const MAY_BE_OUTDATED = [400, 401, 403, 404, 410];
/** When to look again for audio that may still come. */
const NOT_READY_SECONDS = 30;
const MAX_REMEMBERED = 10_000;
const REFRESH_MS = 30_000;

/** Plays recordings by their links. It looks the call up again, because links have no address of a provider. */
export class Player {
  /** Links that are in the audit as played, so that seeking writes nothing. */
  private readonly played = new LRUCache<string, true>({ max: MAX_REMEMBERED });

  /** Recordings whose call was read again a short time ago, because their address did not work. */
  private readonly refreshed = new LRUCache<string, true>({ max: MAX_REMEMBERED, ttl: REFRESH_MS });

  constructor(private readonly parts: PlayerParts) {}

  /** What a link says. Nothing is asked for a bad one. @throws RecordingProblem */
  linkOf(token: string): LinkFacts {
    const read = readToken(token, this.parts.keysOf, this.parts.now());
    if (typeof read !== 'string') return read;
    this.parts.onRefused(read);
    throw new RecordingProblem('LINK_NOT_VALID', 403, 'This link is not valid, or has expired. Ask for a new one.');
  }

  /** `headers`: the client's range and conditions. `isHeard`: the audio will be sent. `signal`: aborts when the client is gone. @throws RecordingProblem */
  async open(link: LinkFacts, headers: Readonly<Record<string, string>>, isHeard: boolean, signal: AbortSignal): Promise<PlayedAudio> {
    const address = readAddressOf('Recording', link.recordingId, 'id');
    const account = this.parts.accounts.find((one) => one.account === address.call.account);
    if (!account?.recordings) throw notFound();
    const context = { signal, deadlineAt: this.parts.now() + this.parts.timeoutMs, urgency: Urgency.INTERACTIVE, isFresh: false };
    const known = await this.find(address, account, context);
    const answer = await this.fetch(known, account.recordings, headers, signal);
    if (!MAY_BE_OUTDATED.includes(answer.status)) return this.audio(isHeard ? link : null, known, answer, headers);
    answer.body.destroy();
    if (this.refreshed.has(link.recordingId)) return this.audio(null, known, answer, headers);
    this.refreshed.set(link.recordingId, true);
    const newest = await this.find(address, account, { ...context, urgency: Urgency.RELOAD, isFresh: true });
    const isSame = newest.recording.mediaUrls.join(' ') === known.recording.mediaUrls.join(' ');
    return this.audio(isHeard ? link : null, newest, isSame ? answer : await this.fetch(newest, account.recordings, headers, signal), headers);
  }

  private async find({ call: { providerCallId, hint }, key }: RecordingAddress, { lookup, recordings }: ConnectedAccount, context: UpstreamContext): Promise<Found> {
    const [call] = await lookup.find([{ providerCallId, hint }], context);
    if (call instanceof ProviderError) throw providerProblem(call);
    const [found = []] = call ? await recordingsOfAll([call], recordings, context) : [];
    if (found instanceof ProviderError) throw providerProblem(found);
    const recording = recordingUnder(key, found);
    if (call && recording) return { call, recording };
    throw call && !call.isSettledAt(this.parts.now()) ? notReady() : notFound();
  }

  /** Tries the address that lasts first, then the one that needs no credentials. */
  private async fetch({ call, recording: { mediaUrls } }: Found, capability: RecordingCapability, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Fetched> {
    if (mediaUrls.length === 0) throw call.isSettledAt(this.parts.now()) ? notFound() : notReady();
    const allowed = mediaUrls.filter((one) => mayFetch(one, capability));
    let answer: Fetched | undefined;
    let problem: RecordingProblem | undefined;
    for (const address of allowed) {
      try {
        const body = await this.parts.client.get(address, headers, capability, signal);
        answer?.body.destroy();
        answer = { status: body.statusCode ?? 0, body, address };
        if (isAudio(answer)) break;
      } catch (error) {
        if (!(error instanceof RecordingProblem)) throw error;
        problem ??= error;
      }
    }
    if (!answer && problem) throw problem;
    if (!answer) throw new RecordingProblem('RECORDING_UNAVAILABLE', 502, 'The recording is at an address that is not configured.');
    return answer;
  }

  /** `heard`: the link, if its audio will be sent. */
  private async audio(heard: LinkFacts | null, { call }: Found, { status, body, address }: Fetched, asked: Readonly<Record<string, string>>): Promise<PlayedAudio> {
    try {
      if (!SUCCESSES.includes(status)) throw this.failure(status, call);
      if (!isAudio({ status, body, address })) throw new RecordingProblem('PROVIDER_BAD_RESPONSE', 502, 'The provider sent a page instead of audio.');
      if (status < 300 && heard) await this.notePlayed(heard, call);
    } catch (error) {
      body.destroy();
      throw error;
    }
    const type = typeOf(body.headers, address);
    return { status, headers: headersFor(status, body.headers, type, 'range' in asked), type, body, call };
  }

  private failure(status: number, call: Call): RecordingProblem {
    if (status === 404 || status === 410) return call.isSettledAt(this.parts.now()) ? notFound() : notReady();
    if (status === 401 || status === 403) return new RecordingProblem('PROVIDER_UNAUTHORIZED', 502, 'The provider refused access to the recording.');
    if (status === 429) return new RecordingProblem('PROVIDER_RATE_LIMITED', 503, 'The provider gets too many requests.', NOT_READY_SECONDS);
    return new RecordingProblem(status >= 500 ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_BAD_RESPONSE', 502, 'The provider did not send the recording.');
  }

  /** Before the first byte is sent, so that nobody hears a recording without being in the audit. */
  private async notePlayed({ linkId, recordingId }: LinkFacts, { account }: Call): Promise<void> {
    if (this.played.has(linkId)) return;
    try {
      await this.parts.audit.recordOnce({ action: 'PLAY_RECORDING', outcome: 'PLAYED', account, attempt: linkId, target: recordingId, numberHash: null, requestId: null });
    } catch (error) {
      if (error instanceof StoreUnavailable) throw new RecordingProblem('STORE_UNAVAILABLE', 503, "The audit can't be written now.", NOT_READY_SECONDS);
      throw error;
    }
    this.played.set(linkId, true);
  }
}

interface Found {
  readonly call: Call;
  readonly recording: Recording;
}

interface Fetched {
  readonly status: number;
  readonly body: IncomingMessage;
  readonly address: string;
}

function isAudio({ status, body }: Fetched): boolean {
  return SUCCESSES.includes(status) && (status >= 300 || !isMessage(body.headers));
}

function notFound(): RecordingProblem {
  return new RecordingProblem('RECORDING_NOT_FOUND', 404, 'The provider does not have this recording any more.');
}

function notReady(): RecordingProblem {
  return new RecordingProblem('RECORDING_NOT_READY', 404, 'The provider does not have this recording yet.', NOT_READY_SECONDS);
}

/** The call could not be looked up. */
function providerProblem({ code, facts }: ProviderError): RecordingProblem {
  const seconds = facts.retryAfter ? Math.max(1, Math.ceil((facts.retryAfter.getTime() - Date.now()) / 1000)) : null;
  switch (code) {
    case 'PROVIDER_TIMEOUT':
      return new RecordingProblem(code, 504, 'The provider did not answer in time.', seconds);
    case 'PROVIDER_UNAUTHORIZED':
    case 'PROVIDER_BAD_RESPONSE':
      return new RecordingProblem(code, 502, 'The provider did not give the call.', seconds);
    case 'CALL_OUT_OF_HISTORY':
      return notFound();
    case 'RATE_LIMITED':
    case 'PROVIDER_RATE_LIMITED':
      return new RecordingProblem('PROVIDER_RATE_LIMITED', 503, 'The provider gets too many requests.', seconds ?? NOT_READY_SECONDS);
    case 'PROVIDER_UNAVAILABLE':
    case 'READ_LIMIT':
      return new RecordingProblem('PROVIDER_UNAVAILABLE', 503, 'The provider can not be asked now.', seconds ?? NOT_READY_SECONDS);
  }
}
