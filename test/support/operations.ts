/** An operation that looks up each id under a separate alias: a0, a1, a2 and so on. */
export function aliased(provider: string, ids: readonly string[], fields = 'providerCallId'): string {
  const look = (id: string, index: number) => `a${index}: callByProviderId(provider: ${provider}, providerCallId: ${JSON.stringify(id)}) { ${fields} }`;
  return `{ ${ids.map(look).join('\n')} }`;
}
