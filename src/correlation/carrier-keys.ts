import { CallRelation } from '../model/call-match.js';
import type { Call } from '../model/call.js';
import { type CarrierId, CarrierIdKind } from '../model/carrier-id.js';

/** That a call belongs to something that a carrier identifies. */
export interface CarrierKey {
  readonly id: CarrierId;
  /** Whether the id is this leg's own, or that of a conversation with other legs. */
  readonly relation: CallRelation.SAME_LEG | CallRelation.SAME_CONVERSATION;
  /** For people: which leg of the conversation the id is of, if it is not the call's own. */
  readonly reason?: string;
}

/** An id that two calls have in common, and what follows from it. */
export interface SharedKey {
  readonly relation: CarrierKey['relation'];
  readonly evidence: string[];
  readonly id: CarrierId;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SID = /^[A-Z]{2}[0-9a-f]{32}$/i;

/** Carriers write hexadecimal ids in lower case. Other providers may write the same id in upper case. */
export function asCarrierWrites(id: string): string {
  if (UUID.test(id)) return id.toLowerCase();
  return SID.test(id) ? `${id.slice(0, 2).toUpperCase()}${id.slice(2).toLowerCase()}` : id;
}

/** Equal for equal ids. */
export function textOf({ carrier, kind, id }: CarrierId): string {
  return `${carrier} ${kind} ${asCarrierWrites(id)}`;
}

/** The ids that a call's own record has. A conference has several legs, so its id is no leg's own. */
export function keysOf({ carrierIds }: Call): CarrierKey[] {
  return carrierIds.map((id) => ({ id, relation: id.kind === CarrierIdKind.CONFERENCE ? CallRelation.SAME_CONVERSATION : CallRelation.SAME_LEG }));
}

/** The relation of two calls by an id that both have, and a reason for people. Null if they share no id. */
export function relationBy(ours: readonly CarrierKey[], theirs: readonly CarrierKey[]): SharedKey | null {
  const byText = new Map(theirs.map((key) => [textOf(key.id), key]));
  const shared = ours.flatMap(({ id, relation, reason }) => {
    const other = byText.get(textOf(id));
    if (!other) return [];
    const isLeg = relation === CallRelation.SAME_LEG && other.relation === CallRelation.SAME_LEG;
    return [{ id, relation: isLeg ? CallRelation.SAME_LEG : CallRelation.SAME_CONVERSATION, reason } as const];
  });
  const best = shared.find(({ relation }) => relation === CallRelation.SAME_LEG) ?? shared[0];
  if (!best) return null;
  // Another leg is no further reason for a call whose own leg is the same.
  const reasons = shared.filter(({ reason }) => reason === undefined || best.relation !== CallRelation.SAME_LEG);
  return { relation: best.relation, id: best.id, evidence: [...new Set(reasons.map(({ id, relation, reason }) => reason ?? reasonOf(id, relation)))] };
}

function reasonOf(id: CarrierId, relation: CarrierKey['relation']): string {
  if (id.kind !== CarrierIdKind.CALL) return `both have the ${nameOf(id)}`;
  return relation === CallRelation.SAME_LEG ? `both records have the ${nameOf(id)}` : `both are legs of the ${nameOf(id)}`;
}

/** An id for people. */
export function nameOf({ carrier, kind, id }: CarrierId): string {
  return `${carrier[0]}${carrier.slice(1).toLowerCase()} ${kind === CarrierIdKind.CALL ? 'call id' : kind.toLowerCase()} ${id}`;
}
