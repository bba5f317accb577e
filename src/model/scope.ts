/** A right of a caller. Tokens name them in their scope claim. */
export type Scope = 'calls:read' | 'personal:read' | 'recordings:read' | 'calls:create' | 'providers:read';

export const SCOPES: readonly Scope[] = ['calls:read', 'personal:read', 'recordings:read', 'calls:create', 'providers:read'];

export function isScope(text: unknown): text is Scope {
  return (SCOPES as readonly unknown[]).includes(text);
}
