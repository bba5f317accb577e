import { BadUserInput } from './bad-user-input.js';

/** What has a global id. */
export type NodeType = 'Call' | 'Contact' | 'Agent' | 'Recording';
const TYPES: ReadonlySet<string> = new Set<NodeType>(['Call', 'Contact', 'Agent', 'Recording']);
const MAX_LENGTH = 1024;

/** A global id, read: the type, and what identifies the thing within it. */
export interface GlobalId {
  readonly type: NodeType;
  readonly parts: readonly string[];
}

/** Writes a global id: URL-safe, opaque to clients, and the same for the same parts. */
export function writeGlobalId(type: NodeType, ...parts: string[]): string {
  return Buffer.from([type, ...parts.map(encodeURIComponent)].join(':')).toString('base64url');
}

/**
 * Reads a global id; with `type`, one of that type.
 * @throws BadUserInput for what this graph has never written.
 */
export function readGlobalId(id: string, type?: NodeType, path?: string): GlobalId {
  const read = decode(id);
  if (!read) throw new BadUserInput('This is not an id of this graph.', path);
  if (type && read.type !== type) throw new BadUserInput(`This is the id of a ${read.type}, not of a ${type}.`, path);
  return read;
}

function decode(id: string): GlobalId | undefined {
  if (id.length === 0 || id.length > MAX_LENGTH) return undefined;
  const [type, ...encoded] = Buffer.from(id, 'base64url').toString().split(':');
  if (type === undefined || !TYPES.has(type) || encoded.length === 0) return undefined;
  try {
    const parts = encoded.map(decodeURIComponent);
    // Several texts decode to the same bytes; only the one that was written counts as an id.
    return writeGlobalId(type as NodeType, ...parts) === id ? { type: type as NodeType, parts } : undefined;
  } catch {
    return undefined;
  }
}
