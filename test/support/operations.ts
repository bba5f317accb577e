/** One operation that looks up each id under an alias of its own: a0, a1, a2 and so on. */
export function aliased(provider: string, ids: readonly string[], fields = 'providerCallId'): string {
  const look = (id: string, index: number) => `a${index}: callByProviderId(provider: ${provider}, providerCallId: ${JSON.stringify(id)}) { ${fields} }`;
  return `{ ${ids.map(look).join('\n')} }`;
}
