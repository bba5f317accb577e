import { DocumentTransform } from '@apollo/client';
import { type DefinitionNode, type DocumentNode, Kind } from 'graphql';

/** The id of an operation's document in the list that the build writes, which Switchboard has as TRUSTED_DOCUMENTS. */
export async function idOf({ definitions }: DocumentNode): Promise<string> {
  const operationName = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)?.name?.value;
  const { operations } = await import('./generated/trusted-documents.json');
  const found = operations.find(({ name }) => name === operationName);
  if (!found) throw new Error(`The build has no document ${operationName}.`);
  return found.id;
}

/**
 * Gives a document the definitions in the order that it has in the list. Over a WebSocket Switchboard knows a document
 * by its text only.
 */
export const inListedOrder = new DocumentTransform((document) => ({ ...document, definitions: document.definitions.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) }));

/** Operations come before fragments, which are sorted by their names. */
function keyOf(definition: DefinitionNode): string {
  return definition.kind === Kind.FRAGMENT_DEFINITION ? `1 ${definition.name.value}` : '0';
}
