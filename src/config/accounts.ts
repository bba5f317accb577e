import { createHmac } from 'node:crypto';
import type { ValidatorSpec } from 'envalid';
import { type AccountName, defaultAccount, namedAccount } from '../model/account.js';
import type { ProviderDefinition, Settings, SettingSpecs } from '../providers/definition.js';
import type { RequestLimit } from '../upstream/request-limit.js';
import { accountsSetting, accountsSpec, eventsToken, eventsTokenSetting, settingsOf, variableOf } from './account-settings.js';
import { check, type Environment } from './check.js';

/** An account with all its settings. Its secrets are derived from its credentials, so that every process has the same. */
export interface ConfiguredAccount {
  readonly account: AccountName;
  readonly definition: ProviderDefinition;
  /** By the names of the provider's settings, without the account's own name. */
  readonly settings: Settings<SettingSpecs>;
  /** Variables with an address, for messages. */
  readonly baseUrlVariable: string;
  /** Stable hash that identifies the account without revealing its credentials. */
  readonly budgetKey: string;
  /** Encrypts the store's data of this account's calls. */
  readonly storeKey: Buffer;
  /** Encrypts the calls that processes share over Redis. */
  readonly sharedKey: Buffer;
  /** Signs the feed's cursors. */
  readonly cursorKey: Buffer;
  /** Signs links to recordings. */
  readonly linkKey: Buffer;
  /** Secret part of the URLs for notifications. */
  readonly eventsToken: string;
  /** Null if no limit is known. */
  readonly requestLimit: RequestLimit | null;
}

/** The accounts of a provider: the default one if it is configured, then those with a name. */
export function configuredAccounts(definition: ProviderDefinition, given: Environment, defaultEventsToken: string | undefined, problems: string[]): ConfiguredAccount[] {
  const names = valueOf(given, accountsSetting(definition), accountsSpec(definition), problems) ?? [];
  return [null, ...names].flatMap((ownName) => configured(definition, ownName, given, defaultEventsToken, problems));
}

/** An account is configured if all required settings are set. Some without the others are a problem. */
function configured(definition: ProviderDefinition, ownName: string | null, given: Environment, defaultEventsToken: string | undefined, problems: string[]): ConfiguredAccount[] {
  const { name: provider, required, baseUrl } = definition;
  const specs = settingsOf(definition, ownName);
  const groups = definition.oneOf ?? [];
  const isUsed = ownName !== null || [...required, ...groups.flat(), baseUrl].some((setting) => setting in given);
  if (!isUsed) {
    // Optional settings, such as a time zone, are validated even without the account.
    check(given, Object.fromEntries(Object.entries(specs).filter(([variable]) => variable in given)), problems);
    return [];
  }
  const before = problems.length;
  const checked: Readonly<Record<string, string>> = check(given, specs, problems);
  const together = (definition.setTogether ?? []).map((setting) => variableOf(definition, setting, ownName));
  if (together.some((variable) => variable in given) && !together.every((variable) => variable in given)) problems.push(`${together.join(' and ')} are set together, or not at all.`);
  const hasGroup = (group: readonly string[]) => group.every((setting) => checked[variableOf(definition, setting, ownName)]);
  if (groups.length > 0 && !groups.some(hasGroup)) {
    const written = groups.map((group) => group.map((setting) => variableOf(definition, setting, ownName)).join(' with '));
    problems.push(`${variableOf(definition, required[0] ?? baseUrl, ownName)} also needs ${written.join(', or ')}.`);
  }
  const token = ownName === null ? defaultEventsToken : ownToken(given, eventsTokenSetting(definition, ownName), problems);
  if (problems.length > before) return [];
  const settings = Object.fromEntries(Object.keys(definition.settings).map((setting) => [setting, checked[variableOf(definition, setting, ownName)] as string]));
  const account = ownName === null ? defaultAccount(provider) : namedAccount(provider, ownName);
  // Two accounts may have the same credentials, for example with simulated providers.
  const identity = JSON.stringify([ownName === null ? provider : account, [...required, ...groups.flat()].map((setting) => settings[setting])]);
  const derived = (purpose: string) => createHmac('sha256', `switchboard ${purpose}`).update(identity).digest();
  return [
    {
      account,
      definition,
      settings,
      baseUrlVariable: variableOf(definition, baseUrl, ownName),
      budgetKey: derived('account').toString('base64url'),
      storeKey: derived('store'),
      sharedKey: derived('shared calls'),
      cursorKey: derived('cursors'),
      linkKey: derived('recordings'),
      eventsToken: token ?? derived('events').toString('base64url'),
      requestLimit: limitOf(definition, settings),
    },
  ];
}

function limitOf({ requestLimit }: ProviderDefinition, settings: Settings<SettingSpecs>): RequestLimit | null {
  const requests = Number(requestLimit === undefined ? 0 : settings[requestLimit.setting]);
  return requestLimit && requests > 0 ? { requests, windowSeconds: requestLimit.windowSeconds } : null;
}

function ownToken(given: Environment, variable: string, problems: string[]): string | undefined {
  return valueOf(given, variable, { [variable]: eventsToken({ default: undefined }) }, problems);
}

/** The value of one setting. Undefined if it has none, or a wrong one, which is added to the problems. */
function valueOf<T>(given: Environment, variable: string, spec: Readonly<Record<string, ValidatorSpec<T>>>, problems: string[]): T | undefined {
  const checked: Readonly<Record<string, T>> = check(given, spec, problems);
  return variable in checked ? checked[variable] : undefined;
}
