import { createHash } from 'node:crypto';
import type { Agent } from '../model/agent.js';
import type { Call } from '../model/call.js';

/** Hash of the fields that subscribers see. A different hash is a change; a different hint in the id is not. */
export function fingerprintOf(call: Call): string {
  // The ids of carriers come with other values, and were not part of the hash before.
  const { recordings, details, contact, id: _id, account: _account, carrierIds: _carrierIds, ...facts } = call;
  const agentLegs = facts.agentLegs.map((leg) => ({ ...leg, agent: withoutAccount(leg.agent) }));
  // The order of the fields is part of the hash. Another order would be a change of every followed call.
  const seen = { ...facts, agents: facts.agents.map(withoutAccount), agentLegs, contact: contact && { ...contact, identity: null }, recordings: recordings?.map(({ key, url }) => ({ key, url })), details };
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64url');
}

/** The account of a call never changes. */
function withoutAccount({ account: _, ...agent }: Agent): object {
  return agent;
}
