import type { Logger } from 'pino';
import type { Audit } from './audit/audit.js';
import type { ConfiguredAccount } from './config/accounts.js';
import type { Config } from './config/config.js';
import type { ConnectedAccount } from './providers/provider.js';
import { RecordingLinks } from './recordings/links.js';
import { onlyPublic, publicOrLoopback } from './recordings/media-address.js';
import { MediaClient } from './recordings/media-request.js';
import { Player } from './recordings/player.js';
import { Streams } from './recordings/streams.js';
import type { RecordingParts } from './server/recordings.js';
import type { Metrics } from './telemetry/metrics.js';

export interface RecordingConnections {
  readonly config: Config;
  readonly configured: readonly ConfiguredAccount[];
  readonly accounts: readonly ConnectedAccount[];
  readonly audit: Audit;
  /** Where this process is reached, without a slash at the end. */
  readonly baseUrl: () => string;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const SLOW_PLAYER_FACTOR = 10;

/** Links to recordings, and what plays them. */
export function connectRecordings({ config, configured, accounts, audit, baseUrl, metrics, log, now }: RecordingConnections): { links: RecordingLinks; serving: RecordingParts } {
  const { linkKeys, maxStreams, allowLoopback } = config.recordings;
  const derived = new Map(configured.map(({ account, linkKey }) => [account, linkKey]));
  const keyOf = (account: string): Buffer => {
    const key = linkKeys[0] ?? derived.get(account);
    if (!key) throw new Error(`${account} has no key for links.`);
    return key;
  };
  const { timeoutMs } = config.upstream;
  const client = new MediaClient({ isAllowedAddress: allowLoopback ? publicOrLoopback : onlyPublic, allowsHttp: allowLoopback, timeoutMs });
  // A derived key is good for its own account only.
  const keysOf = (account: string): readonly Buffer[] => {
    const own = derived.get(account);
    return own === undefined || linkKeys.length > 0 ? linkKeys : [own];
  };
  const onRefused = (reason: string) => log.info({ reason }, 'a link to a recording was refused');
  const streams = new Streams(maxStreams);
  metrics.watchStreams(() => streams.inProgress);
  return {
    links: new RecordingLinks({ keyOf, baseUrl, audit, now }),
    serving: {
      player: new Player({ accounts, keysOf, client, audit, onRefused, timeoutMs: config.operationTimeoutMs, now }),
      streams,
      onAnswered: (outcome, bytes) => metrics.recordingAnswered(outcome, bytes),
      findTimeoutMs: config.operationTimeoutMs,
      sourceTimeoutMs: timeoutMs,
      // The system buffers megabytes, so that a slow player seems to read nothing for long.
      clientTimeoutMs: config.clients.socketTimeoutMs * SLOW_PLAYER_FACTOR,
      log,
    },
  };
}
