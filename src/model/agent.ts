import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { type AccountName, defaultAccount } from './account.js';
import { agentId } from './address.js';
import { CallProvider, type CallProviderName } from './call-provider.js';
import { DateTimeScalar } from './date-time.js';
import { Node } from './node.js';

export enum AgentKind {
  HUMAN = 'HUMAN',
  AI = 'AI',
}

registerEnumType(AgentKind, {
  name: 'AgentKind',
  description: 'The kind of an agent.',
  valuesConfig: { HUMAN: { description: 'A person.' }, AI: { description: 'A call template that an AI follows.' } },
});

@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  description: 'A person or an AI call template that takes or makes calls at one provider.',
  simpleResolvers: true,
})
export class Agent implements Node {
  @Field(() => CallProvider, { description: 'The provider at which the agent works.' })
  readonly provider!: CallProviderName;

  readonly account!: AccountName;

  @Field(() => String, { description: "The provider's own id of the agent." })
  readonly providerAgentId!: string;

  @Field(() => AgentKind, { description: 'A person or an AI.' })
  readonly kind!: AgentKind;

  @Field(() => String, { nullable: true, description: 'Name or alias. Null if the provider gives none.' })
  readonly name!: string | null;

  @Field(() => String, { nullable: true, description: 'SIP address of the agent.' })
  readonly sip!: string | null;

  @Field(() => String, { nullable: true, description: "The agent's id in the provider's user directory, if it differs from providerAgentId." })
  readonly userId!: string | null;

  constructor(agent: Pick<Agent, 'provider' | 'providerAgentId' | 'kind'> & Partial<Pick<Agent, 'account' | 'name' | 'sip' | 'userId'>>) {
    Object.assign(this, { name: null, sip: null, userId: null, account: defaultAccount(agent.provider) }, agent);
  }

  @Field(() => ID, { description: 'Opaque global id.' })
  get id(): string {
    return agentId(this.account, this.providerAgentId);
  }

  /** The same agent at an account. */
  at(account: AccountName): Agent {
    return account === this.account ? this : new Agent({ ...this, account });
  }
}

@ObjectType({ description: "One agent's part in a call.", simpleResolvers: true })
export class AgentLeg {
  @Field(() => Agent, { description: 'The agent that the call reached.' })
  readonly agent!: Agent;

  @Field(() => Boolean, { description: 'Whether this agent answered.' })
  readonly answered!: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When this leg began.' })
  readonly startedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "The kind of leg, in the provider's words." })
  readonly type!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the call was transferred to this agent.' })
  readonly isTransfer!: boolean | null;

  @Field(() => String, { nullable: true, description: "Why the leg ended, in the provider's words, e.g. NORMAL_CLEARING." })
  readonly hangupReason!: string | null;

  constructor(leg: AgentLeg) {
    Object.assign(this, leg);
  }
}
