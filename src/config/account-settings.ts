import { EnvError, makeValidator } from 'envalid';
import { OWN_NAME } from '../model/account.js';
import type { ProviderDefinition, SettingSpecs } from '../providers/definition.js';
import { checkedText } from '../providers/validators.js';

/** Also the maximum length of a path parameter, because the token is part of the notification URLs. */
export const MAX_EVENTS_TOKEN_LENGTH = 200;
export const eventsToken = checkedText((token) => /^[\w-]{16,}$/.test(token) && token.length <= MAX_EVENTS_TOKEN_LENGTH, `not 16 to ${MAX_EVENTS_TOKEN_LENGTH} letters, digits, - and _`);

const MAX_NAME_LENGTH = 40;
const MAX_ACCOUNTS = 50;

export const accountNames = makeValidator<readonly string[]>((value) => {
  const names = value.split(',').map((name) => name.trim());
  const wrong = names.find((name) => name.length > MAX_NAME_LENGTH || !OWN_NAME.test(name));
  if (wrong !== undefined) throw new EnvError(`not a list of names such as mumbai,singapore-2: up to ${MAX_NAME_LENGTH} small letters, digits and single dashes each`);
  if (new Set(names).size < names.length) throw new EnvError('a list with a name that is repeated');
  if (names.length > MAX_ACCOUNTS) throw new EnvError(`a list of more than ${MAX_ACCOUNTS} names`);
  return names;
});

/** The setting that names a provider's further accounts. */
export function accountsSetting({ name }: Pick<ProviderDefinition, 'name'>): string {
  return `${name}_ACCOUNTS`;
}

/** That setting with its check and its description. */
export function accountsSpec({ name }: ProviderDefinition) {
  return {
    [accountsSetting({ name })]: accountNames({
      default: [],
      example: 'north,south',
      desc: `Names of further accounts, separated by commas. Account north has the settings ${name}_NORTH_…, each as below, and is called ${name.toLowerCase().replaceAll('_', '-')}-north.`,
    }),
  };
}

/** The part of an account's variables between the provider's name and the setting's. Empty for the default account. */
function infixOf(ownName: string | null): string {
  return ownName === null ? '' : `${ownName.toUpperCase().replaceAll('-', '_')}_`;
}

/** The variable of a setting for one account: EXOTEL_API_KEY is EXOTEL_MUMBAI_API_KEY for `mumbai`. */
export function variableOf({ name }: Pick<ProviderDefinition, 'name'>, setting: string, ownName: string | null): string {
  return `${name}_${infixOf(ownName)}${setting.slice(name.length + 1)}`;
}

/** The settings of one account by their variables. */
export function settingsOf(definition: ProviderDefinition, ownName: string | null): SettingSpecs {
  return Object.fromEntries(Object.entries(definition.settings).map(([setting, spec]) => [variableOf(definition, setting, ownName), spec]));
}

/** The setting with a named account's own token for notifications. The default account has EVENTS_TOKEN. */
export function eventsTokenSetting(definition: ProviderDefinition, ownName: string): string {
  return variableOf(definition, `${definition.name}_EVENTS_TOKEN`, ownName);
}
