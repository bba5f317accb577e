import type { CallReference } from '../providers/provider.js';

/** References with the same key share one look-up. */
export function referenceKey({ providerCallId, createdAt }: CallReference): string {
  return `${providerCallId} ${createdAt?.from?.getTime() ?? ''} ${createdAt?.to?.getTime() ?? ''}`;
}
