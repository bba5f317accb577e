import type { ProviderDefinition } from '../providers/definition.js';
import { nearestName } from './nearest-name.js';
import { serverSettings } from './server-settings.js';

/** Warnings about variables that are no settings but have a provider's prefix or nearly the name of a setting. */
export function mistypedNames(given: readonly string[], definitions: readonly ProviderDefinition[]): string[] {
  const ofProviders = definitions.flatMap(({ settings }) => Object.keys(settings));
  const names = [...Object.keys(serverSettings), ...ofProviders];
  const prefixes = definitions.map(({ name }) => `${name}_`);
  return given.flatMap((name) => {
    if (names.includes(name)) return [];
    const nearest = nearestName(name, names);
    if (nearest !== null) return [`${name} is not a setting and has no effect. Did you mean ${nearest}?`];
    return prefixes.some((prefix) => name.toUpperCase().startsWith(prefix)) ? [`${name} is not a setting and has no effect.`] : [];
  });
}
