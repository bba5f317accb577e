import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EnvError, makeValidator } from 'envalid';

/** Documents by the ids that clients send for them. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/**
 * A file with the documents that may be executed: Apollo's persisted query manifest, or an object of
 * documents by id, as GraphQL Code Generator writes it.
 */
export const trustedDocuments = makeValidator<TrustedDocuments>((path) => {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new EnvError('no readable JSON file');
  }
  const documents = new Map(entriesOf(manifest));
  if (documents.size === 0) throw new EnvError('a file without documents: neither a persisted query manifest nor documents by id');
  // Apollo's clients ask by the hash, whatever id a manifest gives.
  for (const text of [...documents.values()]) documents.set(createHash('sha256').update(text).digest('hex'), text);
  return documents;
});

function entriesOf(manifest: unknown): [string, string][] {
  if (typeof manifest !== 'object' || manifest === null) return [];
  const operations = 'operations' in manifest && Array.isArray(manifest.operations) ? (manifest.operations as unknown[]) : null;
  if (!operations) return Object.entries(manifest).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return operations.flatMap((operation) => {
    const { id, body } = { ...(operation as { id?: unknown; body?: unknown }) };
    return typeof id === 'string' && typeof body === 'string' ? [[id, body] as [string, string]] : [];
  });
}
