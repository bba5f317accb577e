import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { AccountName } from '../model/account.js';
import { Agent } from '../model/agent.js';
import { Call } from '../model/call.js';
import { ListOf } from '../model/list-size.js';
import { Requires } from '../model/requires.js';
import { CallSource } from './call-connection.type.js';
import type { GraphContext } from './context.js';
import { accountNamed, knownAccount, ProviderAccount, toAccount } from './provider-account.type.js';
import { healthOf } from './provider-health.js';
import { ProviderHealth } from './provider.type.js';

@Resolver(() => ProviderAccount)
export class ProviderAccountResolver {
  @ListOf(10)
  @Query(() => [ProviderAccount], { description: 'The accounts that the caller may use.' })
  providerAccounts(@Ctx() { accounts, isSimulated }: GraphContext): ProviderAccount[] {
    return accounts.map((account) => toAccount(account, isSimulated));
  }

  @Query(() => ProviderAccount, { nullable: true, description: 'Looks up an account by its name. Null if there is none.' })
  providerAccount(@Arg('name', () => String, { description: 'ProviderAccount.name' }) name: AccountName, @Ctx() context: GraphContext): ProviderAccount | null {
    return accountNamed(name, context);
  }

  @Requires('providers:read')
  @FieldResolver(() => ProviderHealth, { description: "The account's health, as seen by this process." })
  health(@Root() { name }: ProviderAccount, @Ctx() { upstreams }: GraphContext): Promise<ProviderHealth> {
    return healthOf(name, upstreams);
  }
}

@Resolver(() => Call)
export class CallAccountResolver {
  @FieldResolver(() => ProviderAccount, { description: 'The account that carried the call.' })
  providerAccount(@Root() { account }: Call, @Ctx() context: GraphContext): ProviderAccount {
    return knownAccount(account, context);
  }
}

@Resolver(() => Agent)
export class AgentAccountResolver {
  @FieldResolver(() => ProviderAccount, { description: 'The account at which the agent works.' })
  providerAccount(@Root() { account }: Agent, @Ctx() context: GraphContext): ProviderAccount {
    return knownAccount(account, context);
  }
}

@Resolver(() => CallSource)
export class SourceAccountResolver {
  @FieldResolver(() => ProviderAccount, { description: 'The account.' })
  providerAccount(@Root() { account }: CallSource, @Ctx() context: GraphContext): ProviderAccount {
    return knownAccount(account, context);
  }
}
