import type { IncomingHttpHeaders } from 'node:http';

/** Audio, or a part of it, from a provider. */
export interface MediaAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

const BINARY = 'application/octet-stream';
/** What stores say if they were not told. */
const UNKNOWN_TYPES = new Set(['', BINARY, 'binary/octet-stream', 'application/force-download']);
const BY_EXTENSION: Readonly<Record<string, string>> = { mp3: 'audio/mpeg', wav: 'audio/wav', ogg: 'audio/ogg', m4a: 'audio/mp4', flac: 'audio/flac', webm: 'audio/webm' };
const PASSED_ON = ['content-length', 'content-range', 'etag', 'last-modified', 'content-encoding'];

/** The type under which audio is passed on. Anything that a browser could show as a page is binary data. */
export function typeOf(headers: IncomingHttpHeaders, address: string): string {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (/^audio\/[\w.+-]+$/.test(type)) return type;
  // The parts of several ranges. Only a program reads that.
  if (type === 'multipart/byteranges') return headers['content-type'] ?? type;
  const [, extension = ''] = /\.(\w+)$/.exec(new URL(address).pathname.toLowerCase()) ?? [];
  return UNKNOWN_TYPES.has(type) ? (BY_EXTENSION[extension] ?? BINARY) : BINARY;
}

/** Whether the answer is a page or a message instead of audio, as servers send them with the status 200. */
export function isMessage(headers: IncomingHttpHeaders): boolean {
  return /^(text\/|application\/(json|problem\+json|xml|xhtml\+xml)\b)/i.test(headers['content-type'] ?? '');
}

/** The headers that a client gets. A provider that ignored a range does not support ranges. */
export function headersFor(status: number, headers: IncomingHttpHeaders, type: string, hadRange: boolean): Record<string, string> {
  const passed = Object.fromEntries(PASSED_ON.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])));
  const hasRanges = status === 206 || status === 416 || (!hadRange && headers['accept-ranges'] === 'bytes');
  return { ...passed, ...(status === 304 ? {} : { 'content-type': type }), 'accept-ranges': hasRanges ? 'bytes' : 'none' };
}
