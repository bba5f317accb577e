import { Agent, AgentKind } from '../../model/agent.js';
import { identifier } from '../reading.js';

export const TWILIO = 'TWILIO';

/** The agent at an address such as client:alice or sip:alice@example.com. Null for a number. */
export function agentAt(address: string | null): Agent | null {
  const id = identifier(address);
  if (id === null || !/^(client|sip|sips):/i.test(id)) return null;
  const isClient = /^client:/i.test(id);
  return new Agent({ provider: TWILIO, providerAgentId: id, kind: AgentKind.HUMAN, name: isClient ? id.slice('client:'.length) || null : null, sip: isClient ? null : id });
}
