import DataLoader from 'dataloader';
import { type AccountName, defaultAccount } from '../../model/account.js';
import type { CallAddress } from '../../model/address.js';
import { BadUserInput } from '../../model/bad-user-input.js';
import type { Call } from '../../model/call.js';
import type { CallProviderName } from '../../model/call-provider.js';
import { AccountsSearch } from '../../providers/accounts-search.js';
import type { ConnectedAccount, CallReference } from '../../providers/provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { notConfigured } from './not-configured.js';
import { referenceKey } from '../../lookup/reference-key.js';

type Loader = DataLoader<CallReference, Call | null, string>;

/**
 * Loads calls for one client operation. All calls that the operation needs of an account go into one look-up, and
 * each call is looked up once.
 */
export class CallLoaders {
  private readonly loaders: ReadonlyMap<AccountName, Loader>;

  constructor(
    private readonly accounts: readonly ConnectedAccount[],
    /** The caller may not use all accounts. Calls of the others are like calls that do not exist. */
    private readonly isRestricted: boolean,
    context: UpstreamContext,
  ) {
    this.loaders = new Map(accounts.map((account) => [account.account, loaderOf(account, context)]));
  }

  /** The call with a global id. The result keeps that id, because published ids stay valid. Rejects as `loadByProviderId` does. */
  loadById({ id, account, providerCallId, hint }: CallAddress): Promise<Call | null> {
    return this.load(account, { providerCallId, hint }).then((call) => call?.under(id) ?? null);
  }

  /**
   * The call with a provider's own id, at one account or at any account of the provider. Null if there is no such
   * call. Rejects with a ProviderError if that can't be found out, and with BadUserInput if several accounts have it.
   */
  loadByProviderId(provider: CallProviderName, account: AccountName | null, reference: CallReference): Promise<Call | null> {
    return this.byProviderId(provider, account)(reference);
  }

  /** The same for many ids. */
  byProviderId(provider: CallProviderName, account: AccountName | null): (reference: CallReference) => Promise<Call | null> {
    const asked = this.accounts.filter((one) => one.name === provider && (account === null || one.account === account));
    if (asked.length === 0 && account !== null) return () => Promise.reject(new BadUserInput(`is not the name of an account at ${provider}.`, 'providerAccount'));
    const [only = { account: defaultAccount(provider) }, ...others] = asked;
    if (others.length === 0) return (reference) => this.load(only.account, reference);
    return asked.some(({ idsCollide }) => idsCollide) ? (reference) => this.loadFromAll(asked, reference) : (reference) => this.loadFromAny(asked, reference);
  }

  /** Ids are unique: the account that has the call ends the search at the others. */
  private async loadFromAny(accounts: readonly ConnectedAccount[], reference: CallReference): Promise<Call | null> {
    const search = new AccountsSearch(accounts.length);
    const results = await Promise.allSettled(accounts.map(({ account }) => this.load(account, { ...reference, search })));
    const found = results.find((result) => result.status === 'fulfilled' && result.value);
    return found?.status === 'fulfilled' ? found.value : onlyNull(results);
  }

  /** Ids collide: a call that one account has may be at another, too. */
  private async loadFromAll(accounts: readonly ConnectedAccount[], reference: CallReference): Promise<Call | null> {
    const found = (await Promise.all(accounts.map(({ account }) => this.load(account, { ...reference, mayBeElsewhere: true })))).filter((call) => call !== null);
    if (found.length > 1) throw ambiguous(found.map(({ account }) => account));
    return found[0] ?? null;
  }

  private load(account: AccountName, reference: CallReference): Promise<Call | null> {
    const loader = this.loaders.get(account);
    if (loader) return loader.load(reference);
    if (this.isRestricted) return Promise.resolve(null);
    return Promise.reject(notConfigured(account));
  }
}

/** Null if every account has answered that it has no such call. @throws the first failure */
function onlyNull(results: readonly PromiseSettledResult<Call | null>[]): null {
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return null;
}

function ambiguous(accounts: readonly AccountName[]): BadUserInput {
  const extensions = { reason: 'AMBIGUOUS_ACCOUNT', providerAccounts: accounts };
  return new BadUserInput(`Several accounts have a call with this id: ${accounts.join(', ')}. Name one of them in providerAccount.`, undefined, extensions);
}

function loaderOf(account: ConnectedAccount, context: UpstreamContext): Loader {
  return new DataLoader<CallReference, Call | null, string>((references) => account.lookup.find(references, context), {
    // A look-up at this account alone must not end because another account has the call.
    cacheKeyFn: (reference) => (reference.search || reference.mayBeElsewhere ? `${referenceKey(reference)}\nanywhere` : referenceKey(reference)),
    // All loads in this turn of the event loop join the batch, at any depth of nesting.
    batchScheduleFn: (dispatch) => setImmediate(dispatch),
  });
}
