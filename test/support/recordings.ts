import { writeGlobalId } from './global-ids.js';
import { ago, exotelRow, HOUR, serve, sid } from '../vendors/rows.js';
import type { Replica, Replicas } from './replicas.js';
import { request } from './switchboard.js';

export const PLAYBACK = 'query ($id: ID!, $seconds: Int! = 600) { call(id: $id) { recordings { id state duration playback(expiresInSeconds: $seconds) { url downloadUrl expiresAt } } } }';

export interface GivenLink {
  readonly url: string;
  readonly downloadUrl: string;
  readonly expiresAt: string;
}

/** Makes Exotel have one call with this recording. */
export function recordedAt({ simulators }: Pick<Replicas, 'simulators'>, url: string | null, fields: Record<string, unknown> = {}, endedAgo = HOUR): string {
  serve(simulators.exotel, exotelRow(sid(1), ago(endedAgo), { RecordingUrl: url, ...fields }));
  return writeGlobalId('Call', 'EXOTEL', sid(1));
}

/** The links to the recording of a call. Null if it is not AVAILABLE. */
export async function linkTo({ switchboard }: Replica, id: string, headers: Record<string, string> = {}, seconds = 600): Promise<GivenLink> {
  const { data, errors } = await request(switchboard.url, PLAYBACK, { id, seconds }, headers);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.call.recordings[0].playback as GivenLink;
}

export interface Played {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** The code of a problem. */
  readonly code: string | undefined;
}

/** Plays a link as a browser does. */
export async function play(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Played> {
  const response = await fetch(url, { method, headers });
  const body = Buffer.from(await response.arrayBuffer());
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') && body.length > 0;
  return { status: response.status, headers: response.headers, body, code: isProblem ? (JSON.parse(String(body)) as { code: string }).code : undefined };
}
