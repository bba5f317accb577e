/** A global id in the format since the first release. Written here independently of the product. */
export function writeGlobalId(type: 'Call' | 'Contact' | 'Agent' | 'Recording' | 'ProviderAccount', ...parts: string[]): string {
  return Buffer.from([type, ...parts.map(encodeURIComponent)].join(':')).toString('base64url');
}
