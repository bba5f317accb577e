import { registerEnumType } from 'type-graphql';

/** A provider's public name, e.g. EXOTEL. The names come from the provider registry. */
export type CallProviderName = string;

/**
 * The GraphQL enum that is answered with, filled from the registry. What is asked with is another type: were
 * it the same one, a supergraph in which another subgraph declares the enum would not compose any more once
 * a provider is added, since all subgraphs have to agree on an enum that is both.
 */
export const CallProvider: Record<CallProviderName, CallProviderName> = {};
/** The GraphQL enum that is asked with: the same values. */
export const CallProviderInput: Record<CallProviderName, CallProviderName> = {};
const valuesConfig: Record<CallProviderName, { description: string }> = {};

registerEnumType(CallProvider, { name: 'CallProvider', description: 'A company whose system carries calls.', valuesConfig });
registerEnumType(CallProviderInput, { name: 'CallProviderInput', description: 'A provider that is asked for: the same values as CallProvider.', valuesConfig });

/** The class of what only one provider knows of a call; it is made of its fields. */
export type CallDetailsClass = new (fields: never) => object;
const detailsClasses = new Map<CallProviderName, CallDetailsClass>();

/** Makes a provider's name part of the public enum. Only the registry calls this. */
export function nameProvider(name: CallProviderName, description: string, details: CallDetailsClass): void {
  CallProvider[name] = name;
  CallProviderInput[name] = name;
  valuesConfig[name] = { description };
  detailsClasses.set(name, details);
}

/** The class of a provider's details; undefined for a provider that this process does not know. */
export function detailsClassOf(name: CallProviderName): CallDetailsClass | undefined {
  return detailsClasses.get(name);
}
