import type { ValidatorSpec } from 'envalid';
import type { ClassType } from 'type-graphql';
import type { CallProviderName } from '../model/call-provider.js';
import type { HttpClient, HttpSettings } from '../upstream/http.js';
import type { SharedListFacts } from './listing/list-facts.js';
import type { ConnectedProvider } from './provider.js';
import type { ClockSkew } from '../upstream/observed-clock.js';
import type { SearchAllowance } from '../upstream/search-allowance.js';

/** The environment variables of a provider, each with its check and its description. */
export type SettingSpecs = Readonly<Record<string, ValidatorSpec<string>>>;
export type Settings<Specs extends SettingSpecs> = { readonly [Name in keyof Specs]: string };

/** What a provider gets. It must not read the environment, the clock or another provider itself. */
export interface ConnectDependencies {
  readonly http: (settings: Omit<HttpSettings, 'provider'>) => HttpClient;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Whether a webhook's address is ours. Ours contains a token that clients must not see. */
  readonly isOwnWebhook: (url: string) => boolean;
  /** How far the vendor's clock is ahead, measured from its answers; null until one is measured. */
  readonly clockSkew: () => ClockSkew | null;
  /** Limits the requests for calls that may not exist. */
  readonly searches: SearchAllowance;
  /** What all processes know of the account's list. Null if they share nothing. */
  readonly listFacts: SharedListFacts | null;
  /** Counts and logs rows that could not be read as calls. Their content is never logged. */
  readonly reportUnreadable: (rows: number) => void;
}

/** Everything that the author of a provider fills in. The registry is a list of these. */
export interface ProviderDefinition<Specs extends SettingSpecs = SettingSpecs> {
  readonly name: CallProviderName;
  /** Shown to people in Sandbox. */
  readonly description: string;
  /** The configuration variables. The provider is configured when all those in `required` are set. */
  readonly settings: Specs;
  readonly required: readonly (keyof Specs & string)[];
  /** Groups of settings. The provider also needs all settings of one group. */
  readonly oneOf?: readonly (readonly (keyof Specs & string)[])[];
  /** Settings of which one alone is a mistake. */
  readonly setTogether?: readonly (keyof Specs & string)[];
  /** The setting with the vendor's address. An account with it but without the required settings is half configured. */
  readonly baseUrl: keyof Specs & string;
  /** The account's rate limit: the setting with the number of requests, and the window they are allowed in. Absent where no document states a limit. */
  readonly requestLimit?: { readonly setting: keyof Specs & string; readonly windowSeconds: number };
  /** The GraphQL type of the fields that only this provider has. */
  readonly details: ClassType<object>;
  /** The provider-specific filter: its field in CallFilter and its input type. */
  readonly filter?: { readonly field: string; readonly type: ClassType<object>; readonly description: string };
  /** The GraphQL input for placing a call; absent where the provider places none. */
  readonly dialInput?: ClassType<object>;
  connect(settings: Settings<Specs>, dependencies: ConnectDependencies): ConnectedProvider;
}

/** Gives `connect` a settings type with the names that `settings` declares. */
export function defineProvider<const Specs extends SettingSpecs>(definition: ProviderDefinition<Specs>): ProviderDefinition {
  return definition as unknown as ProviderDefinition;
}
