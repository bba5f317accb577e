import type { Call } from '../model/call.js';
import { type CarrierId, CarrierIdKind } from '../model/carrier-id.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { CallerAccounts } from './caller-accounts.js';
import { asCarrierWrites, keysOf } from './carrier-keys.js';
import type { Findings } from './findings.js';
import { ofParentOfNamed } from './leg-reasons.js';
import type { Lookups } from './lookups.js';

/** The most ids of one call that are looked up at an account. */
const MOST_IDS = 25;

/** The ids of a call at a carrier's account for which no candidate is there yet. */
export function missingAt({ account, carrier }: ConnectedAccount, call: Call, findings: Findings): CarrierId[] {
  if (account === call.account) return [];
  // A carrier's own call is not looked for at other accounts of the carrier: its id is unique.
  const isOwn = (id: CarrierId) => asCarrierWrites(id.id) === asCarrierWrites(call.providerCallId);
  return keysOf(call).flatMap(({ id }) => (id.carrier === carrier?.carrier && id.kind !== CarrierIdKind.CONFERENCE && !isOwn(id) && !findings.at(account, id) ? [id] : []));
}

/** Looks up, at the carriers, what the ids of a call point at: the legs that it names, and the calls whose legs they are. */
export async function findAtCarriers(call: Call, accounts: CallerAccounts, findings: Findings, lookups: Lookups): Promise<void> {
  for (const account of accounts.carriersBeside(call)) {
    const missing = missingAt(account, call, findings);
    await Promise.all(missing.slice(0, MOST_IDS).map((id) => lookups.findAt(call, account, id)));
    if (missing.length > MOST_IDS) findings.fail(call, new ProviderError(account.name, 'READ_LIMIT', `${account.name} would have to be asked for too many ids of one call.`).at(account.account));
  }
  for (const { call: leg, id } of findings.matchesOf(call)) {
    const parent = accounts.parentOf(leg);
    if (!parent) continue;
    findings.lookFor(call, [ofParentOfNamed(parent, id)]);
    if (!findings.at(leg.account, parent)) await lookups.find(call, leg.account, parent.id);
  }
}
