import { Agent, AgentKind, AgentLeg } from '../../model/agent.js';
import { epochInstant, flag, identifier, identifiers, text } from '../reading.js';
import { type Json, records } from '../../model/json-value.js';

export const CONTACT_CENTER = 'CONTACT_CENTER';

/**
 * The agents of a call. `agents` has bare ids, `all_agents` the legs that were rung, `answered_agents`
 * the legs that answered. `user_id` and `id` come from different directories.
 */
export function readAgents(row: Json): { agents: Agent[]; agentLegs: AgentLeg[] } {
  const answered = records(row['answered_agents']);
  const isAnswered = new Set(answered.map(legKey));
  const rung = records(row['all_agents']);
  const wasRung = new Set(rung.map(legKey));
  const agentLegs = [...rung, ...answered.filter((leg) => !wasRung.has(legKey(leg)))]
    .map((leg) => toLeg(leg, isAnswered.has(legKey(leg))))
    .filter((leg) => leg !== null);
  const named = new Map(agentLegs.map(({ agent }) => [agent.providerAgentId, agent]));
  const bare = identifiers(row['agents']).filter((id) => !named.has(id)).map((id) => toAgent(id));
  return { agents: [...named.values(), ...bare], agentLegs };
}

function toLeg(leg: Json, answered: boolean): AgentLeg | null {
  const id = identifier(leg['id']);
  if (id === null) return null;
  return new AgentLeg({
    agent: toAgent(id, { name: text(leg['alias']), sip: text(leg['sip']), userId: identifier(leg['user_id']) }),
    answered,
    startedAt: epochInstant(leg['started_at']),
    type: text(leg['type']),
    isTransfer: flag(leg['is_any_transfer']),
    hangupReason: text(leg['hangup_reason']),
  });
}

function toAgent(id: string, person?: Pick<Agent, 'name' | 'sip' | 'userId'>): Agent {
  return new Agent({ provider: CONTACT_CENTER, providerAgentId: id, kind: AgentKind.HUMAN, ...person });
}

/** An agent may be rung more than once, so a leg is identified by its agent and its second. */
function legKey(leg: Json): string {
  return `${identifier(leg['id'])} ${text(leg['started_at'])}`;
}
