import { composeServices } from '@apollo/composition';
import { parse, visit } from 'graphql';

/**
 * The supergraph of the subgraphs, as text: their types joined by their keys, and who resolves what.
 * @throws Error with all that is wrong with them. A hint counts: it says that two subgraphs don't quite agree.
 */
export function compose(subgraphs) {
  const { supergraphSdl, errors = [], hints = [] } = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: withoutScopes(parse(sdl)) })));
  const problems = [...errors, ...hints].map(({ message }) => message);
  if (problems.length > 0) throw new Error(`The subgraphs don't compose:\n${problems.join('\n')}`);
  return supergraphSdl;
}

/**
 * Gateways in JavaScript check no scopes, and @apollo/gateway refuses a supergraph that wants them checked. Switchboard
 * checks them itself, whatever the gateway does. Leave this out for Apollo Router, which can refuse before it asks.
 */
function withoutScopes(document) {
  return visit(document, {
    Directive: ({ name }) => (name.value === 'requiresScopes' ? null : undefined),
    StringValue: ({ value }) => (value === '@requiresScopes' ? null : undefined),
  });
}
