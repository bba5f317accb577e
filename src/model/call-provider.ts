import { registerEnumType } from 'type-graphql';

/** A provider's public name, e.g. EXOTEL. The names come from the provider registry. */
export type CallProviderName = string;

/**
 * The GraphQL enum for outputs, filled from the registry. Inputs use CallProviderInput. All subgraphs must
 * agree on the values of an enum that is both input and output. With one enum, adding a provider would break
 * composition for every supergraph in which another subgraph declares the enum.
 */
export const CallProvider: Record<CallProviderName, CallProviderName> = {};
/** The GraphQL enum for inputs. It has the same values as CallProvider. */
export const CallProviderInput: Record<CallProviderName, CallProviderName> = {};
const valuesConfig: Record<CallProviderName, { description: string }> = {};

registerEnumType(CallProvider, { name: 'CallProvider', description: 'A provider that carries calls.', valuesConfig });
registerEnumType(CallProviderInput, { name: 'CallProviderInput', description: 'A provider, as an input. It has the same values as CallProvider.', valuesConfig });

/** The class of a provider's own details of a call. Its constructor takes an object with its fields. */
export type CallDetailsClass = new (fields: never) => object;
const detailsClasses = new Map<CallProviderName, CallDetailsClass>();

/** The names of the default accounts: `contact-center` for `CONTACT_CENTER`. */
export const defaultAccounts = new Map<CallProviderName, string>();
export const providersByDefaultAccount = new Map<string, CallProviderName>();

/** Adds a provider to the public enums. Only the registry calls this. */
export function nameProvider(name: CallProviderName, description: string, details: CallDetailsClass): void {
  const account = name.toLowerCase().replaceAll('_', '-');
  const isAmbiguous = [...providersByDefaultAccount.keys()].some((other) => other.startsWith(`${account}-`) || account.startsWith(`${other}-`));
  if (isAmbiguous) throw new Error(`${name} and another provider begin alike, so accounts could not be told apart by their names.`);
  CallProvider[name] = name;
  CallProviderInput[name] = name;
  valuesConfig[name] = { description };
  detailsClasses.set(name, details);
  defaultAccounts.set(name, account);
  providersByDefaultAccount.set(account, name);
}

/** The class of a provider's details. Undefined for a provider that this process does not know. */
export function detailsClassOf(name: CallProviderName): CallDetailsClass | undefined {
  return detailsClasses.get(name);
}
