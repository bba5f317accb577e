/** Which sites' pages may ask: those that are configured, and Apollo Sandbox where the schema may be explored. */
export function allowOrigins(configured: readonly string[], isExplored: boolean): (origin: string) => boolean {
  return (origin) => {
    if (configured.includes(origin)) return true;
    if (!isExplored || !URL.canParse(origin)) return false;
    const { protocol, hostname } = new URL(origin);
    return protocol === 'https:' && (hostname === 'apollographql.com' || hostname.endsWith('.apollographql.com'));
  };
}
