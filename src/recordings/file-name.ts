import type { Call } from '../model/call.js';

const EXTENSIONS: Readonly<Record<string, string>> = { 'audio/mpeg': 'mp3', 'audio/wav': 'wav', 'audio/x-wav': 'wav', 'audio/wave': 'wav', 'audio/ogg': 'ogg', 'audio/mp4': 'm4a', 'audio/flac': 'flac', 'audio/webm': 'webm' };
const MAX_ID_LENGTH = 64;

/** A name for the saved file: when the call was, in which direction, and its id at the provider. It has no phone number. */
export function fileNameOf({ createdAt, startedAt, direction, providerCallId, account }: Call, type: string): string {
  const at = (startedAt ?? createdAt)?.toISOString().slice(0, 16).replace('T', '-').replace(':', '');
  const id = providerCallId.replace(/[^\w-]+/g, '-').slice(0, MAX_ID_LENGTH);
  return `${[at, direction.toLowerCase(), account, id].filter((part) => part !== undefined && part !== '').join('-')}.${EXTENSIONS[type] ?? 'bin'}`;
}
