import { readdirSync, readFileSync } from 'node:fs';
import { type DocumentNode, parse, print, separateOperations } from 'graphql';

const FOLDER = new URL('../operations/', import.meta.url);

/** The operations of test/operations by name, each with the fragments that it needs. */
const operations = separateOperations(
  parse(readdirSync(FOLDER).map((file) => readFileSync(new URL(file, FOLDER), 'utf8')).join('\n')),
);

/** The text of an operation. */
export function operation(name: string): string {
  const document: DocumentNode | undefined = operations[name];
  if (!document) throw new Error(`There is no operation ${name} in test/operations.`);
  return print(document);
}

/** One operation that looks up each id under an alias of its own: a0, a1, a2 and so on. */
export function aliased(provider: string, ids: readonly string[], fields = 'providerCallId'): string {
  const look = (id: string, index: number) => `a${index}: callByProviderId(provider: ${provider}, providerCallId: ${JSON.stringify(id)}) { ${fields} }`;
  return `{ ${ids.map(look).join('\n')} }`;
}
