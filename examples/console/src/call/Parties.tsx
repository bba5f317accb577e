import { Link } from 'react-router';
import { formatNumber } from '../format/number';
import type { WholeCallFragment } from '../graph/generated/operations';
import { Facts } from '../states/Facts';
import { strings } from '../strings';

/** Who called whom. The person outside leads to all their calls. */
export function Parties({ call: { from, to, contact, agentLegs } }: { readonly call: WholeCallFragment }) {
  const agents = [...new Map(agentLegs.map(({ agent }) => [agent.id, agent])).values()];
  return (
    <section className="card" aria-labelledby="parties">
      <h2 id="parties">{strings.call.parties}</h2>
      <Facts
        facts={[
          [strings.call.from, from ? formatNumber(from) : strings.calls.withheld],
          [strings.call.to, to ? formatNumber(to) : strings.calls.withheld],
          [strings.call.person, contact && <Link to={`/people/${contact.id}`}>{contact.name ?? strings.call.unknownPerson}</Link>],
          ...agents.map((agent) => [strings.call.leg[agent.kind], agent.name ?? agent.providerAgentId] as const),
        ]}
      />
    </section>
  );
}
