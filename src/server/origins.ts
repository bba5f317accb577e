/** Allows the configured origins, and Apollo Sandbox if introspection is on. */
export function allowOrigins(configured: readonly string[], introspection: boolean): (origin: string) => boolean {
  return (origin) => {
    if (configured.includes(origin)) return true;
    if (!introspection || !URL.canParse(origin)) return false;
    const { protocol, hostname } = new URL(origin);
    return protocol === 'https:' && (hostname === 'apollographql.com' || hostname.endsWith('.apollographql.com'));
  };
}
