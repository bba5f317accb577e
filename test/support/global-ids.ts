/** A global id as clients have known it since the first release: opaque to them, and written here independently of the product. */
export function writeGlobalId(type: 'Call' | 'Contact' | 'Agent' | 'Recording', ...parts: string[]): string {
  return Buffer.from([type, ...parts.map(encodeURIComponent)].join(':')).toString('base64url');
}
