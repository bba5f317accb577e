import type { CallReference } from '../providers/provider.js';

/** References with the same key share one look-up. Ids have no line breaks. */
export function referenceKey({ providerCallId, createdAt }: CallReference): string {
  return createdAt ? `${providerCallId}\n${createdAt.from?.getTime() ?? ''}\n${createdAt.to?.getTime() ?? ''}` : providerCallId;
}
