import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EnvError, makeValidator } from 'envalid';

/** Documents by the id that clients send. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/**
 * Reads a file with the trusted documents: Apollo's persisted query manifest, or an object of documents by id as
 * written by GraphQL Code Generator.
 */
export const trustedDocuments = makeValidator<TrustedDocuments>((path) => {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new EnvError('not a readable JSON file');
  }
  const documents = new Map(entriesOf(manifest));
  if (documents.size === 0) throw new EnvError('a file without documents. It must be a persisted query manifest or an object of documents by id');
  // Apollo's clients send the hash instead of the manifest's id.
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
