import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { AccountName } from '../model/account.js';
import { accountId } from '../model/address.js';
import { CallProvider, type CallProviderName } from '../model/call-provider.js';
import { ListOf } from '../model/list-size.js';
import { Node } from '../model/node.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { capabilitiesOf, ProviderCapability } from './provider.type.js';

@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'One account at a provider: its credentials, its limits, its calls.', simpleResolvers: true })
export class ProviderAccount implements Node {
  @Field(() => ID, { description: 'Opaque global id.' })
  readonly id!: string;

  @Field(() => String, { description: 'Unique name such as exotel or exotel-mumbai. The configuration gives it.' })
  readonly name!: AccountName;

  @Field(() => CallProvider, { description: 'The provider at which the account is.' })
  readonly provider!: CallProviderName;

  @ListOf(5)
  @Field(() => [ProviderCapability], { description: 'What can be done with the account.' })
  readonly capabilities!: readonly ProviderCapability[];

  @Field(() => Boolean, { description: 'Whether its calls are simulated, because no provider is configured. Never true in production.' })
  readonly isSimulated!: boolean;

  constructor(fields: ProviderAccount) {
    Object.assign(this, fields);
  }
}

/** What is needed to show accounts. */
export interface AccountsContext {
  readonly accounts: readonly ConnectedAccount[];
  readonly isSimulated: boolean;
}

export function toAccount(connected: ConnectedAccount, isSimulated: boolean): ProviderAccount {
  const { account, name } = connected;
  return new ProviderAccount({ id: accountId(account), name: account, provider: name, capabilities: capabilitiesOf([connected]), isSimulated });
}

/** The account with a name. Null if there is none. */
export function accountNamed(name: AccountName, { accounts, isSimulated }: AccountsContext): ProviderAccount | null {
  const connected = accounts.find(({ account }) => account === name);
  return connected ? toAccount(connected, isSimulated) : null;
}

/** The account of a call, an agent or a source. It is there, because its data came from it. */
export function knownAccount(name: AccountName, context: AccountsContext): ProviderAccount {
  const account = accountNamed(name, context);
  if (!account) throw new Error(`${name} is not a connected account.`);
  return account;
}
