import { pipeline } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { fileNameOf } from '../recordings/file-name.js';
import type { PlayedAudio, Player } from '../recordings/player.js';
import { RecordingProblem } from '../recordings/problem.js';
import type { Streams } from '../recordings/streams.js';
import { limitTime } from '../upstream/time-limit.js';
import { StallGuard } from './stall-guard.js';
import { onResponseEnd } from './response-end.js';

export interface RecordingParts {
  readonly player: Player;
  readonly streams: Streams;
  /** Counts an answer with its outcome, and the bytes of audio that were sent. */
  readonly onAnswered: (outcome: string, bytes: number) => void;
  /** Until audio is found, in milliseconds. */
  readonly findTimeoutMs: number;
  /** How long a provider may send nothing, in milliseconds. */
  readonly sourceTimeoutMs: number;
  /** How long a client may read nothing, in milliseconds. */
  readonly clientTimeoutMs: number;
  readonly log: Logger;
}

export const RECORDINGS_PATH = '/recordings/:token';
const TOTAL_MS = 60 * 60 * 1000;
/** What a player may ask for. Nothing else of its request goes to the provider. */
const FORWARDED = ['range', 'if-range', 'if-none-match', 'if-modified-since'] as const;
const WITHOUT_BODY = [304, 416];
const FIRST_BYTE = { range: 'bytes=0-0' };
/** Audio is personal: it is kept by nobody, shown as nothing else, and says nobody where it was linked from. */
const ALWAYS = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
};

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

/** Serves recordings at the addresses that the graph gives out. */
export function serveRecordings(fastify: FastifyInstance, parts: RecordingParts): void {
  const handler = async (request: TokenRequest, reply: FastifyReply) => {
    try {
      return await answer(request, reply, parts);
    } catch (error) {
      if (!(error instanceof RecordingProblem)) throw error;
      parts.onAnswered(error.code, 0);
      return sendProblem(reply, error);
    }
  };
  fastify.route({ method: 'GET', url: RECORDINGS_PATH, exposeHeadRoute: false, handler });
  fastify.route({ method: 'HEAD', url: RECORDINGS_PATH, handler });
}

async function answer(request: TokenRequest, reply: FastifyReply, parts: RecordingParts): Promise<FastifyReply> {
  const { params, method, headers } = request;
  const { player, streams, findTimeoutMs, onAnswered } = parts;
  const link = player.linkOf(params.token);
  const end = streams.begin(link.caller);
  const gone = new AbortController();
  onResponseEnd(request, reply, () => {
    end();
    gone.abort();
  });
  // Until there is audio. Afterwards the stream has limits of its own.
  const finding = limitTime(gone.signal, findTimeoutMs);
  try {
    const isHead = method === 'HEAD';
    const asked = isHead ? FIRST_BYTE : Object.fromEntries(FORWARDED.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])));
    const audio = await player.open(link, asked, !isHead, finding.signal);
    // Before the audio is sent: that takes as long as somebody listens.
    finding.release();
    gone.signal.addEventListener('abort', () => audio.body.destroy(), { once: true });
    if (gone.signal.aborted) audio.body.destroy();
    void reply.headers({ ...ALWAYS, ...audio.headers, 'content-disposition': dispositionOf(audio, link.isDownload) });
    if (isHead) return sendHead(reply, audio, onAnswered);
    if (WITHOUT_BODY.includes(audio.status)) return sendNothing(reply, audio, onAnswered);
    return stream(reply.status(audio.status), audio, parts);
  } catch (error) {
    if (finding.signal.aborted && !gone.signal.aborted) throw new RecordingProblem('PROVIDER_TIMEOUT', 504, 'The provider did not answer in time.');
    throw error;
  } finally {
    finding.release();
  }
}

function stream(reply: FastifyReply, { body, status }: PlayedAudio, { onAnswered, sourceTimeoutMs, clientTimeoutMs }: RecordingParts): FastifyReply {
  const guard = new StallGuard({ sourceMs: sourceTimeoutMs, clientMs: clientTimeoutMs, totalMs: TOTAL_MS });
  // An error ends the connection, so that the client sees that audio is missing.
  pipeline(body, guard, (error) => onAnswered(error ? 'CUT' : String(status), guard.bytes));
  return reply.send(guard);
}

/** Providers may refuse HEAD, so its answer is made from the first byte's. */
function sendHead(reply: FastifyReply, { body, status, headers }: PlayedAudio, onAnswered: RecordingParts['onAnswered']): FastifyReply {
  body.destroy();
  const [, total] = /^bytes (?:\d+-\d+|\*)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
  reply.removeHeader('content-range');
  if (total !== undefined) void reply.header('content-length', total);
  else if (status !== 200) reply.removeHeader('content-length');
  onAnswered('HEAD', 0);
  return reply.status(status === 206 || status === 416 ? 200 : status).send();
}

/** The provider's own words are not passed on. */
function sendNothing(reply: FastifyReply, { body, status }: PlayedAudio, onAnswered: RecordingParts['onAnswered']): FastifyReply {
  body.destroy();
  reply.removeHeader('content-length');
  reply.removeHeader('content-type');
  onAnswered(String(status), 0);
  return reply.status(status).send();
}

function dispositionOf({ call, type }: PlayedAudio, isDownload: boolean): string {
  return `${isDownload ? 'attachment' : 'inline'}; filename="${fileNameOf(call, type)}"`;
}

function sendProblem(reply: FastifyReply, { code, status, message, retryAfterSeconds }: RecordingProblem): FastifyReply {
  void reply.headers(ALWAYS);
  if (retryAfterSeconds !== null) void reply.header('retry-after', String(retryAfterSeconds));
  return reply.status(status).type('application/problem+json').send({ title: message, status, code });
}
