import type { ProviderDefinition } from '../providers/definition.js';
import { accountsSetting, eventsTokenSetting, settingsOf } from './account-settings.js';
import type { Environment } from './check.js';
import { nearestName } from './nearest-name.js';
import { serverSettings } from './server-settings.js';

/** Warnings about variables that are no settings but have a provider's prefix or nearly the name of a setting. */
export function mistypedNames(given: Environment, definitions: readonly ProviderDefinition[]): string[] {
  const names = [...Object.keys(serverSettings), ...definitions.flatMap((definition) => variablesOf(definition, given))];
  const prefixes = definitions.map(({ name }) => `${name}_`);
  return Object.keys(given).flatMap((name) => {
    if (names.includes(name)) return [];
    const nearest = nearestName(name, names);
    if (nearest !== null) return [`${name} is not a setting and has no effect. Did you mean ${nearest}?`];
    return prefixes.some((prefix) => name.toUpperCase().startsWith(prefix)) ? [`${name} is not a setting and has no effect.`] : [];
  });
}

/** The variables of all accounts of a provider. The names of the accounts are valid here. */
function variablesOf(definition: ProviderDefinition, given: Environment): string[] {
  const ownNames = (given[accountsSetting(definition)] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  const ofNamed = ownNames.flatMap((ownName) => [...Object.keys(settingsOf(definition, ownName)), eventsTokenSetting(definition, ownName)]);
  return [...Object.keys(definition.settings), accountsSetting(definition), ...ofNamed];
}
