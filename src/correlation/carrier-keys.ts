import { CallRelation } from '../model/call-match.js';
import type { Call } from '../model/call.js';
import { type CarrierId, CarrierIdKind } from '../model/carrier-id.js';

/** That a call belongs to something that a carrier identifies. */
export interface CarrierKey {
  readonly id: CarrierId;
  /** Whether the id is this leg's own, or that of a conversation with other legs. */
  readonly relation: CallRelation.SAME_LEG | CallRelation.SAME_CONVERSATION;
}

/** Equal for equal ids. */
export function textOf({ carrier, kind, id }: CarrierId): string {
  return `${carrier} ${kind} ${id}`;
}

/** The ids that a call's own record has. A conference has several legs, so its id is no leg's own. */
export function keysOf({ carrierIds }: Call): CarrierKey[] {
  return carrierIds.map((id) => ({ id, relation: id.kind === CarrierIdKind.CONFERENCE ? CallRelation.SAME_CONVERSATION : CallRelation.SAME_LEG }));
}

/** The relation of two calls by an id that both have, and a reason for people. Null if they share no id. */
export function relationBy(ours: readonly CarrierKey[], theirs: readonly CarrierKey[]): { relation: CarrierKey['relation']; evidence: string[] } | null {
  const byText = new Map(theirs.map((key) => [textOf(key.id), key]));
  const shared = ours.flatMap((key) => {
    const other = byText.get(textOf(key.id));
    if (!other) return [];
    const isLeg = key.relation === CallRelation.SAME_LEG && other.relation === CallRelation.SAME_LEG;
    return [{ id: key.id, relation: isLeg ? CallRelation.SAME_LEG : CallRelation.SAME_CONVERSATION } as const];
  });
  const best = shared.find(({ relation }) => relation === CallRelation.SAME_LEG) ?? shared[0];
  return best ? { relation: best.relation, evidence: [...new Set(shared.map(({ id, relation }) => reasonOf(id, relation)))] } : null;
}

function reasonOf({ carrier, kind, id }: CarrierId, relation: CarrierKey['relation']): string {
  const name = `${carrier[0]}${carrier.slice(1).toLowerCase()}`;
  if (kind === CarrierIdKind.CALL) return relation === CallRelation.SAME_LEG ? `both records have the ${name} call id ${id}` : `both are legs of the ${name} call ${id}`;
  return `both have the ${name} ${kind.toLowerCase()} ${id}`;
}
