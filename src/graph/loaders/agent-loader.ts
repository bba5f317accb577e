import DataLoader from 'dataloader';
import { notConfigured } from './not-configured.js';
import type { Agent } from '../../model/agent.js';
import type { AccountName } from '../../model/account.js';
import type { ConnectedAccount } from '../../providers/provider.js';
import { ProviderError } from '../../upstream/provider-error.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';

/** Loads agents for one client operation. Each agent is looked up once. */
export class AgentLoader {
  private readonly loaders: ReadonlyMap<AccountName, DataLoader<string, Agent | null>>;

  /** `isRestricted`: the caller may not use all accounts. Agents of the others are like agents that do not exist. */
  constructor(
    accounts: readonly ConnectedAccount[],
    private readonly isRestricted: boolean,
    context: UpstreamContext,
  ) {
    this.loaders = new Map(accounts.map(({ account, agents }) => [account, new DataLoader((ids) => findEach(account, agents, ids, context))]));
  }

  /** The agent. Null if the provider has no such agent. Rejects with a ProviderError if the provider failed or is not configured. */
  async load(account: AccountName, providerAgentId: string): Promise<Agent | null> {
    const loader = this.loaders.get(account);
    if (!loader && !this.isRestricted) throw notConfigured(account);
    return (await loader?.load(providerAgentId)) ?? null;
  }
}

function findEach(account: AccountName, agents: ConnectedAccount['agents'], ids: readonly string[], context: UpstreamContext): Promise<(Agent | null | Error)[]> {
  const find = async (id: string) => (await agents?.find(id, context)) ?? null;
  return Promise.all(ids.map((id) => find(id).catch((error: unknown) => failureAt(account, error))));
}

function failureAt(account: AccountName, error: unknown): Error {
  if (error instanceof ProviderError) return error.at(account);
  return error instanceof Error ? error : new Error(String(error));
}
