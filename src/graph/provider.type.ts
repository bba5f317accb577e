import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CallProvider, type CallProviderName } from '../model/call-provider.js';
import { DateTimeScalar } from '../model/date-time.js';
import { ListOf } from '../model/list-size.js';

export enum ProviderCapability {
  GET_CALL = 'GET_CALL',
  BATCH_GET_CALLS = 'BATCH_GET_CALLS',
  LIST_CALLS = 'LIST_CALLS',
  CREATE_CALL = 'CREATE_CALL',
  RECEIVE_EVENTS = 'RECEIVE_EVENTS',
}

registerEnumType(ProviderCapability, {
  name: 'ProviderCapability',
  description: 'What a provider can do by itself. What it cannot, the graph does where it can.',
  valuesConfig: {
    GET_CALL: { description: 'Can be asked for a call by its id.' },
    BATCH_GET_CALLS: { description: 'Can be asked for many calls by id in one request.' },
    LIST_CALLS: { description: 'Can be asked for a list of calls.' },
    CREATE_CALL: { description: 'Places calls.' },
    RECEIVE_EVENTS: { description: 'Tells of changes by itself.' },
  },
});

export enum BreakerState {
  CLOSED = 'CLOSED',
  HALF_OPEN = 'HALF_OPEN',
  OPEN = 'OPEN',
}

registerEnumType(BreakerState, {
  name: 'BreakerState',
  description: 'Whether a provider that failed again and again is asked.',
  valuesConfig: {
    CLOSED: { description: 'It is asked.' },
    HALF_OPEN: { description: 'One request tries whether it is well again.' },
    OPEN: { description: 'It is not asked until retryAfter.' },
  },
});

export enum ProviderStatus {
  HEALTHY = 'HEALTHY',
  FAILING = 'FAILING',
  DOWN = 'DOWN',
}

registerEnumType(ProviderStatus, {
  name: 'ProviderStatus',
  description: 'How a provider is doing, as far as this process knows from asking it.',
  valuesConfig: {
    HEALTHY: { description: 'The newest request went well, or none was sent yet.' },
    FAILING: { description: 'The newest request failed.' },
    DOWN: { description: 'Requests failed again and again, so that it is not asked for a while.' },
  },
});

@ObjectType({ description: 'What is left of what a vendor allows an account.', simpleResolvers: true })
export class RequestBudget {
  @Field(() => Int, { description: 'Requests a minute.' })
  readonly limit!: number;

  @Field(() => Int, { description: 'How many of them are left in this minute, for all processes that share the store.' })
  readonly left!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When all of them are there again; null where none is used.' })
  readonly resetsAt!: Date | null;
}

@ObjectType({ description: 'How a provider is doing.', simpleResolvers: true })
export class ProviderHealth {
  @Field(() => ProviderStatus, { description: 'In a word.' })
  readonly status!: ProviderStatus;

  @Field(() => BreakerState, { description: 'Whether it is asked.' })
  readonly breaker!: BreakerState;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is asked again; null where it is asked.' })
  readonly retryAfter!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the newest request failed, e.g. PROVIDER_TIMEOUT; null where it did not.' })
  readonly lastFailure!: string | null;

  @Field(() => RequestBudget, { nullable: true, description: "What is left of the account's budget; null where no limit is known." })
  readonly budget!: RequestBudget | null;
}

@ObjectType({ description: 'A configured provider.', simpleResolvers: true })
export class Provider {
  @Field(() => CallProvider, { description: 'Its name.' })
  readonly name!: CallProviderName;

  @ListOf(5)
  @Field(() => [ProviderCapability], { description: 'What it can do.' })
  readonly capabilities!: readonly ProviderCapability[];

  @Field(() => Boolean, { description: 'Its calls are made up, because no provider is configured. Never so in production.' })
  readonly isSimulated!: boolean;
}
