import type { AccountName } from '../model/account.js';
import { CallRelation } from '../model/call-match.js';
import type { Call } from '../model/call.js';
import { type CarrierId, CarrierIdKind } from '../model/carrier-id.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { CallerAccounts } from './caller-accounts.js';
import { asCarrierWrites, textOf } from './carrier-keys.js';
import type { Findings } from './findings.js';
import { beyondHistory } from './history.js';
import type { SameCallParts } from './same-call-parts.js';

/** Looks up single calls for a search, each once. What it finds are candidates; what it can't find out are failures. */
export class Lookups {
  private readonly calls = new Map<string, Promise<Call | null>>();
  private readonly owners = new Map<string, Promise<string | null>>();

  constructor(
    private readonly accounts: CallerAccounts,
    private readonly parts: SameCallParts,
    private readonly findings: Findings,
  ) {}

  /** A call at an account, by the provider's own id. `asked`: the call for which it is looked up. */
  async find(asked: Call, name: AccountName, providerCallId: string): Promise<Call | null> {
    const account = this.accounts.get(name);
    if (!account) return null;
    const found = await this.orFailure(asked, name, () => once(this.calls, `${name} ${providerCallId}`, () => this.parts.find(account.name, name, providerCallId)));
    if (found) this.findings.add(found);
    const outOfHistory = found === null ? beyondHistory(account, asked) : null;
    if (outOfHistory) this.findings.fail(asked, outOfHistory);
    return found ?? null;
  }

  /** The call at a carrier's account that has the id, or a recording with it. */
  async findAt(asked: Call, { account, carrier }: ConnectedAccount, id: CarrierId): Promise<Call | null> {
    const spelled = asCarrierWrites(id.id);
    if (id.kind === CarrierIdKind.CALL) return this.find(asked, account, spelled);
    const ownerOf = () => carrier?.callOfRecording?.(spelled, this.parts.context) ?? Promise.resolve(null);
    const owner = await this.orFailure(asked, account, () => once(this.owners, `${account} ${textOf(id)}`, ownerOf));
    const found = typeof owner === 'string' ? await this.find(asked, account, owner) : null;
    if (found) this.findings.add(found, [{ id, relation: CallRelation.SAME_LEG }]);
    return found;
  }

  /** Undefined, with a failure for the asked call, if it is not known. */
  private async orFailure<T>(asked: Call, account: AccountName, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.findings.fail(asked, error.at(account));
      return undefined;
    }
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const pending = known.get(key) ?? read();
  known.set(key, pending);
  return pending;
}
