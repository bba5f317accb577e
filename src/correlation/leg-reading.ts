import { CallRelation } from '../model/call-match.js';
import type { Call } from '../model/call.js';
import { type CarrierId, CarrierIdKind } from '../model/carrier-id.js';
import type { CarrierCapability, ConnectedAccount, Conversation } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { CallerAccounts } from './caller-accounts.js';
import { asCarrierWrites, keysOf, textOf } from './carrier-keys.js';
import type { Findings } from './findings.js';
import { ofOwnLeg, ofSibling } from './leg-reasons.js';
import type { Lookups } from './lookups.js';
import type { SameCallParts } from './same-call-parts.js';
import { timesOf } from './windows.js';

/** A leg is dialled, and a record of it made, within this time of the conversation's other calls. */
const SAME_CONVERSATION_MS = 15 * 60 * 1000;
/** No call is assumed to be longer. */
const LONGEST_CALL_MS = 24 * 60 * 60 * 1000;
/** The most recordings whose call is asked for, for one answer. */
const MOST_RECORDINGS = 25;

/** Finds records that name another leg of the conversation of a carrier's call. */
export class LegReading {
  private readonly recordings = new Set<string>();

  constructor(
    private readonly calls: readonly Call[],
    private readonly accounts: CallerAccounts,
    private readonly parts: SameCallParts,
    private readonly findings: Findings,
    private readonly lookups: Lookups,
  ) {}

  /** The ids of other legs, for calls that no record names. Records that can only be known from before are worth it if there are any. */
  async readLegs(): Promise<void> {
    await Promise.all(this.accounts.all.map(async (account) => {
      const { carrier } = account;
      if (!carrier?.legsOf || !this.parts.known.hasAny({ carrier: carrier.carrier, kind: CarrierIdKind.CALL })) return;
      const calls = this.calls.filter((call) => call.account === account.account && this.unmatchedAt(call, CarrierIdKind.CALL).length > 0);
      if (calls.length === 0) return;
      const found = await carrier.legsOf(calls.map((call) => this.conversationOf(call)), this.parts.context);
      calls.forEach((call, index) => this.noteLegs(call, carrier, found[index] ?? []));
    }));
  }

  /** Which call the recordings are of that nearby records with the same person have, but that none of the known calls has. */
  async readRecordings(call: Call): Promise<void> {
    const account = this.accounts.get(call.account);
    if (!account?.carrier?.callOfRecording) return;
    for (const { account: name } of this.unmatchedAt(call, CarrierIdKind.RECORDING)) {
      const records = this.findings.candidatesAt(name).filter((record) => isWithSamePerson(record, call) && this.isOfSameTime(record, call));
      for (const { id } of records.flatMap(keysOf)) if (id.kind === CarrierIdKind.RECORDING) await this.readRecording(call, account, id);
    }
  }

  private async readRecording(call: Call, account: ConnectedAccount, id: CarrierId): Promise<void> {
    const known = this.findings.at(account.account, id);
    if (!known && this.recordings.size >= MOST_RECORDINGS && !this.recordings.has(textOf(id))) return this.findings.fail(call, new ProviderError(account.name, 'READ_LIMIT', `${account.name} would have to be asked for the calls of too many recordings.`).at(account.account));
    if (!known) this.recordings.add(textOf(id));
    const leg = known ?? (await this.lookups.findAt(call, account, id));
    if (!leg || this.rootOf(leg) !== this.rootOf(call)) return;
    // A recording may be missing among those of its call, because it was added late.
    if (leg.providerCallId === call.providerCallId) return this.findings.lookFor(call, [{ id, relation: CallRelation.SAME_LEG }]);
    this.findings.lookFor(call, [this.accounts.parentOf(call) ? ofSibling(id) : ofOwnLeg(id)]);
  }

  private noteLegs(call: Call, { carrier }: CarrierCapability, legs: readonly string[] | ProviderError): void {
    if (legs instanceof ProviderError) return this.findings.fail(call, legs.at(call.account));
    const keyOf = this.accounts.parentOf(call) ? ofSibling : ofOwnLeg;
    this.findings.lookFor(call, legs.map((id) => keyOf({ carrier, kind: CarrierIdKind.CALL, id })));
  }

  private unmatchedAt(call: Call, kind: CarrierIdKind): readonly ConnectedAccount[] {
    return this.accounts.referringTo(call, kind).filter(({ account }) => !this.findings.hasMatchAt(account, call));
  }

  private conversationOf(call: Call): Conversation {
    const parent = this.accounts.parentOf(call);
    const createdAt = call.createdAt.getTime();
    if (parent) return { parentId: parent.id, from: createdAt - LONGEST_CALL_MS, to: createdAt + LONGEST_CALL_MS };
    return { parentId: call.providerCallId, from: createdAt, to: call.endedAt?.getTime() ?? createdAt + LONGEST_CALL_MS };
  }

  private isOfSameTime(record: Call, call: Call): boolean {
    return this.findings.timesOf(call).some((instant) => timesOf(record).some((other) => Math.abs(other - instant) <= SAME_CONVERSATION_MS));
  }

  /** The id of the conversation's first call. */
  private rootOf(call: Call): string {
    return asCarrierWrites(this.accounts.parentOf(call)?.id ?? call.providerCallId);
  }
}

/** The organisation's own number says nothing: it is in thousands of calls. */
function isWithSamePerson({ contact }: Call, { from, to }: Call): boolean {
  const person = contact?.e164 ?? null;
  return person !== null && [from?.e164, to?.e164].includes(person);
}
