import { CallRelation } from '../model/call-match.js';
import { type CarrierId, CarrierIdKind } from '../model/carrier-id.js';
import { type CarrierKey, nameOf } from './carrier-keys.js';

/**
 * A record that names any leg of a conversation is the same conversation as its other legs. These keys are ids of
 * other legs, with the reason for people, which is true from both sides.
 */

/** For a call whose leg, or a recording of it, has this id. */
export function ofOwnLeg(id: CarrierId): CarrierKey {
  return ofOther(id, isCall(id) ? 'a leg of the other call' : 'of a leg of the other call');
}

/** For a leg whose parent, or a recording of it, has this id. */
export function ofParent(id: CarrierId): CarrierKey {
  return ofOther(id, isCall(id) ? 'and the other call is a leg of it' : 'and the other call is a leg of the recorded call');
}

/** For a leg whose parent has another leg with this id, or with a recording of this id. */
export function ofSibling(id: CarrierId): CarrierKey {
  return ofOther(id, isCall(id) ? 'another leg of the same conversation' : 'of another leg of the same conversation');
}

/** The call with the id `parent`, whose leg a record names by `named`. */
export function ofParentOfNamed(parent: CarrierId, named: CarrierId): CarrierKey {
  return { ...ofOwnLeg(named), id: parent };
}

function ofOther(id: CarrierId, which: string): CarrierKey {
  return { id, relation: CallRelation.SAME_CONVERSATION, reason: `one record has the ${nameOf(id)}, ${which}` };
}

function isCall({ kind }: CarrierId): boolean {
  return kind === CarrierIdKind.CALL;
}
