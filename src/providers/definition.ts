import type { ValidatorSpec } from 'envalid';
import type { ClassType } from 'type-graphql';
import type { CallProviderName } from '../model/call-provider.js';
import type { HttpClient, HttpSettings } from '../upstream/http.js';
import type { ConnectedProvider } from './provider.js';
import type { ClockSkew } from '../upstream/observed-clock.js';
import type { SearchAllowance } from '../upstream/search-allowance.js';

/** The environment variables of a provider, each with its check and its description. */
export type SettingSpecs = Readonly<Record<string, ValidatorSpec<string>>>;
export type Settings<Specs extends SettingSpecs> = { readonly [Name in keyof Specs]: string };

/** What a provider is handed; it reads no environment, no clock and no other provider. */
export interface ConnectDependencies {
  readonly http: (settings: Omit<HttpSettings, 'provider'>) => HttpClient;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Whether a webhook's address is one of ours, with a token in it that clients must not see. */
  readonly isOwnWebhook: (url: string) => boolean;
  /** How far the vendor's clock is ahead, as its answers say; null until one has said so. */
  readonly clockSkew: () => ClockSkew | null;
  /** For requests that look for calls which may not exist. */
  readonly searches: SearchAllowance;
  /** Counts and logs rows that could not be read as calls. Nothing of their content is logged. */
  readonly reportUnreadable: (rows: number) => void;
}

/** A provider as a form to fill in. The registry is a list of these. */
export interface ProviderDefinition<Specs extends SettingSpecs = SettingSpecs> {
  readonly name: CallProviderName;
  /** For people in Sandbox. */
  readonly description: string;
  /** The configuration variables; those in `required` together make the provider configured. */
  readonly settings: Specs;
  readonly required: readonly (keyof Specs & string)[];
  /** The setting with the vendor's address. An account with it but without the required settings is half configured. */
  readonly baseUrl: keyof Specs & string;
  /** The setting that says how many requests the vendor allows the account in a minute; absent where no document does. */
  readonly requestsPerMinute?: keyof Specs & string;
  /** The GraphQL type of what only this provider knows. */
  readonly details: ClassType<object>;
  /** The provider's own filter: its field in CallFilter and its input type. */
  readonly filter?: { readonly field: string; readonly type: ClassType<object>; readonly description: string };
  /** The GraphQL input of a call to place, where the provider places calls. */
  readonly dialInput?: ClassType<object>;
  connect(settings: Settings<Specs>, dependencies: ConnectDependencies): ConnectedProvider;
}

/** Keeps the settings' names in the type of what connect receives. */
export function defineProvider<const Specs extends SettingSpecs>(definition: ProviderDefinition<Specs>): ProviderDefinition {
  return definition as unknown as ProviderDefinition;
}
