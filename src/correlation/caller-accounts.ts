import type { AccountName } from '../model/account.js';
import type { Call } from '../model/call.js';
import { type CarrierId, CarrierIdKind } from '../model/carrier-id.js';
import type { CarrierCapability, ConnectedAccount } from '../providers/provider.js';

/** The accounts that the caller may use, and which of them may know each other's calls. */
export class CallerAccounts {
  private readonly byName: ReadonlyMap<AccountName, ConnectedAccount>;

  constructor(readonly all: readonly ConnectedAccount[]) {
    this.byName = new Map(all.map((account) => [account.account, account]));
  }

  get(account: AccountName): ConnectedAccount | undefined {
    return this.byName.get(account);
  }

  carrierOf({ account }: Call): CarrierCapability | undefined {
    return this.get(account)?.carrier;
  }

  /** The id of the call of which a call is a leg. Null if it is a call of its own. */
  parentOf(call: Call): CarrierId | null {
    const own = this.carrierOf(call);
    const parent = own?.parentOf(call) ?? null;
    return own && parent !== null ? { carrier: own.carrier, kind: CarrierIdKind.CALL, id: parent } : null;
  }

  /** The other accounts whose calls may have ids of this kind of a carrier's call. */
  referringTo(call: Call, kind: CarrierIdKind): readonly ConnectedAccount[] {
    const carrier = this.carrierOf(call)?.carrier;
    return this.all.filter(({ account, carrierIds }) => account !== call.account && carrierIds?.some((one) => one.carrier === carrier && one.kind === kind));
  }

  /** The other accounts that are carriers. */
  carriersBeside({ account }: Call): readonly ConnectedAccount[] {
    return this.all.filter((one) => one.carrier && one.account !== account);
  }
}
