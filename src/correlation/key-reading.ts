import { CallRelation } from '../model/call-match.js';
import type { Call } from '../model/call.js';
import { type CarrierId, CarrierIdKind } from '../model/carrier-id.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { CallerAccounts } from './caller-accounts.js';
import { keysOf } from './carrier-keys.js';
import type { Findings } from './findings.js';
import { ofParent } from './leg-reasons.js';
import type { Lookups } from './lookups.js';
import type { SameCallParts } from './same-call-parts.js';

/** Reads the ids by which other providers may know the calls that are asked about. */
export class KeyReading {
  constructor(
    private readonly accounts: CallerAccounts,
    private readonly parts: SameCallParts,
    private readonly findings: Findings,
    private readonly lookups: Lookups,
  ) {}

  /** The ids of a call, of its recordings, and of the call of which it is a leg. */
  async readKeys(call: Call): Promise<void> {
    const parent = this.accounts.parentOf(call);
    this.findings.lookFor(call, [...keysOf(call), ...(parent ? [ofParent(parent)] : [])]);
    // Another call of the answer may be the same call.
    this.findings.add(call);
    if (this.accounts.referringTo(call, CarrierIdKind.RECORDING).length === 0) return;
    const own = (await this.recordingsOf(call, call)).map((id) => ({ id, relation: CallRelation.SAME_LEG } as const));
    this.findings.lookFor(call, own);
    this.findings.add(call, own);
    const recorded = parent && (await this.lookups.find(call, call.account, parent.id));
    if (!recorded) return;
    this.findings.noteParent(call, recorded);
    this.findings.lookFor(call, (await this.recordingsOf(recorded, call)).map(ofParent));
  }

  /** Calls with these ids that this process has read before. */
  async findKnown(call: Call): Promise<void> {
    const known = this.findings.wantedBy(call).flatMap(({ id }) => this.parts.known.callsWith(id));
    await Promise.all(known.filter(({ account }) => account !== call.account).map(({ account, providerCallId }) => this.lookups.find(call, account, providerCallId)));
  }

  private async recordingsOf(call: Call, asked: Call): Promise<CarrierId[]> {
    const carrier = this.accounts.carrierOf(call)?.carrier;
    const recordings = await this.parts.recordingsOf(call);
    if (recordings instanceof ProviderError) this.findings.fail(asked, recordings);
    if (carrier === undefined || recordings instanceof ProviderError) return [];
    return recordings.flatMap(({ providerRecordingId: id }) => (id === null ? [] : [{ carrier, kind: CarrierIdKind.RECORDING, id }]));
  }
}
