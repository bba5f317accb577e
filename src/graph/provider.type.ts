import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CallProvider, type CallProviderName } from '../model/call-provider.js';
import { DateTimeScalar } from '../model/date-time.js';
import { ListOf } from '../model/list-size.js';
import type { ConnectedAccount } from '../providers/provider.js';

export enum ProviderCapability {
  GET_CALL = 'GET_CALL',
  BATCH_GET_CALLS = 'BATCH_GET_CALLS',
  LIST_CALLS = 'LIST_CALLS',
  CREATE_CALL = 'CREATE_CALL',
  RECEIVE_EVENTS = 'RECEIVE_EVENTS',
}

registerEnumType(ProviderCapability, {
  name: 'ProviderCapability',
  description: "A capability of a provider. The graph does what it can for a provider that lacks one.",
  valuesConfig: {
    GET_CALL: { description: 'Looks up a call by id.' },
    BATCH_GET_CALLS: { description: 'Looks up many calls by id in one request.' },
    LIST_CALLS: { description: 'Lists calls.' },
    CREATE_CALL: { description: 'Places calls.' },
    RECEIVE_EVENTS: { description: 'Sends notifications of changes.' },
  },
});

export enum BreakerState {
  CLOSED = 'CLOSED',
  HALF_OPEN = 'HALF_OPEN',
  OPEN = 'OPEN',
}

registerEnumType(BreakerState, {
  name: 'BreakerState',
  description: "The state of a provider's circuit breaker, which stops reads after repeated failures. It does not stop the placing of calls.",
  valuesConfig: {
    CLOSED: { description: 'Reads are sent.' },
    HALF_OPEN: { description: 'One read tests whether the provider works again.' },
    OPEN: { description: 'No reads are sent until retryAfter.' },
  },
});

export enum ProviderStatus {
  HEALTHY = 'HEALTHY',
  FAILING = 'FAILING',
  DOWN = 'DOWN',
}

registerEnumType(ProviderStatus, {
  name: 'ProviderStatus',
  description: 'The health of a provider, as seen by this process.',
  valuesConfig: {
    HEALTHY: { description: 'The newest request succeeded, or none was sent yet.' },
    FAILING: { description: 'The newest request failed.' },
    DOWN: { description: 'Reads failed repeatedly. No reads are sent for a while.' },
  },
});

@ObjectType({ description: "The account's request limit and what is left of it.", simpleResolvers: true })
export class RequestBudget {
  @Field(() => Int, { description: 'Requests allowed in a window.' })
  readonly limit!: number;

  @Field(() => Int, { description: 'The length of the window: 60 for a limit per minute.' })
  readonly windowSeconds!: number;

  @Field(() => Int, { description: 'Requests left in this window, for all processes that share the store.' })
  readonly left!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the full limit is available again. Null if it is available now.' })
  readonly resetsAt!: Date | null;
}

@ObjectType({ description: 'The health of a provider, as seen by this process.', simpleResolvers: true })
export class ProviderHealth {
  @Field(() => ProviderStatus, { description: 'The status in one word.' })
  readonly status!: ProviderStatus;

  @Field(() => BreakerState, { description: 'Whether reads are sent to the provider.' })
  readonly breaker!: BreakerState;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When reads are sent again. Null if they are sent now.' })
  readonly retryAfter!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the newest request failed, e.g. PROVIDER_TIMEOUT. Null if it succeeded.' })
  readonly lastFailure!: string | null;

  @Field(() => RequestBudget, { nullable: true, description: "The account's request limit. Null if no limit is known." })
  readonly budget!: RequestBudget | null;
}

@ObjectType({ description: 'A configured provider.', simpleResolvers: true })
export class Provider {
  @Field(() => CallProvider, { description: 'The name of the provider.' })
  readonly name!: CallProviderName;

  @ListOf(5)
  @Field(() => [ProviderCapability], { description: 'What the provider can do.' })
  readonly capabilities!: readonly ProviderCapability[];

  @Field(() => Boolean, { description: 'Whether its calls are simulated, because no provider is configured. Never true in production.' })
  readonly isSimulated!: boolean;
}

/** What can be done with at least one of some accounts. In the order of the enum. */
export function capabilitiesOf(accounts: readonly ConnectedAccount[]): ProviderCapability[] {
  const can: Readonly<Record<ProviderCapability, (account: ConnectedAccount) => boolean>> = {
    GET_CALL: ({ lookup }) => lookup.idsPerRequest !== null,
    BATCH_GET_CALLS: ({ lookup }) => (lookup.idsPerRequest ?? 0) > 1,
    LIST_CALLS: ({ list }) => list !== undefined,
    CREATE_CALL: ({ dial }) => dial !== undefined,
    RECEIVE_EVENTS: ({ events }) => events !== undefined,
  };
  return Object.values(ProviderCapability).filter((capability) => accounts.some(can[capability]));
}
