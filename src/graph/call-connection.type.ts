import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { FeedPage } from '../feed/feed.js';
import type { SourceReport } from '../feed/source-report.js';
import type { AccountName } from '../model/account.js';
import { Call } from '../model/call.js';
import { CallProvider, type CallProviderName } from '../model/call-provider.js';
import { DateTimeScalar } from '../model/date-time.js';
import { ListOf } from '../model/list-size.js';

export enum CallSourceStatus {
  OK = 'OK',
  PARTIAL = 'PARTIAL',
  FAILED = 'FAILED',
  SKIPPED = 'SKIPPED',
}

registerEnumType(CallSourceStatus, {
  name: 'CallSourceStatus',
  description: "How complete a provider's calls on a page are.",
  valuesConfig: {
    OK: { description: 'No call of the provider is missing.' },
    PARTIAL: { description: 'Some calls of the provider are missing. code says why.' },
    FAILED: { description: 'The provider failed, so its calls are missing. code says why.' },
    SKIPPED: { description: 'No request was sent to the provider. code says why.' },
  },
});

@Directive('@shareable')
@ObjectType({ description: 'The position of a page in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether to request another page with endCursor: more calls follow, or a provider failed and may have more.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether the page was requested with a cursor.' })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first call of the page.' })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Pass it as `after` to get the next page.' })
  readonly endCursor!: string | null;
}

@ObjectType({ description: 'A call and its cursor in a list.', simpleResolvers: true })
export class CallEdge {
  @Field(() => String, { description: 'Opaque cursor. It is valid only with the same filter and order.' })
  readonly cursor!: string;

  @Field(() => Call, { description: 'The call.' })
  readonly node!: Call;
}

@ObjectType({ description: "How complete the calls of one account on a page are, and why.", simpleResolvers: true })
export class CallSource {
  @Field(() => CallProvider, { description: 'The provider.' })
  readonly provider!: CallProviderName;

  readonly account!: AccountName;

  @Field(() => CallSourceStatus, { description: "How complete the account's calls are." })
  readonly status!: CallSourceStatus;

  @Field(() => String, {
    nullable: true,
    description:
      'Why calls are missing, for programs: TIMEOUT, UNAVAILABLE, RATE_LIMITED, UNAUTHORIZED, BAD_RESPONSE, UNREADABLE_ROWS, UNDATED_ROWS, LIST_CHANGED, CLOCK_AHEAD, READ_LIMIT, CANNOT_LIST, FILTERED_OUT, OUT_OF_HISTORY, NOT_IN_WALK. Null if status is OK.',
  })
  readonly code!: string | null;

  @Field(() => String, { nullable: true, description: 'Why calls are missing, for people.' })
  readonly message!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When to retry.' })
  readonly retryAfter!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The provider lists only calls created since this time. Null if it lists all calls.' })
  readonly coveredFrom!: Date | null;

  @ListOf(5)
  @Field(() => [String], { description: "Filter fields that the graph applied, because the provider can't." })
  readonly filteredLocally!: readonly string[];
}

@ObjectType({
  description:
    "A page of the calls of every provider, in one order. The graph filters, sorts and pages for providers that can't.",
  simpleResolvers: true,
})
export class CallConnection {
  @Field(() => [CallEdge], { description: 'The calls of the page with their cursors.' })
  readonly edges: readonly CallEdge[];

  @Field(() => [Call], { description: 'The calls of the page.' })
  readonly nodes: readonly Call[];

  @Field(() => PageInfo, { description: 'The position of the page in the list.' })
  readonly pageInfo: PageInfo;

  @Field(() => Int, { nullable: true, description: 'How many calls the whole list has. Null if that is not known exactly.' })
  readonly totalCount: number | null;

  @ListOf(10)
  @Field(() => [CallSource], { description: "How complete each account's calls are. One entry for each account." })
  readonly sources: readonly CallSource[];

  constructor({ edges, hasNextPage, hasPreviousPage, endCursor, totalCount, sources }: FeedPage) {
    this.edges = edges;
    this.nodes = edges.map(({ node }) => node);
    this.pageInfo = { hasNextPage, hasPreviousPage, startCursor: edges[0]?.cursor ?? null, endCursor };
    this.totalCount = totalCount;
    this.sources = sources.map(toSource);
  }
}

/** Clients know the filter field `contacts` as phoneNumbers. */
function toSource({ status, filteredLocally, ...report }: SourceReport): CallSource {
  return {
    ...report,
    status: CallSourceStatus[status],
    filteredLocally: [...new Set(filteredLocally.map((field) => (field === 'contacts' ? 'phoneNumbers' : field)))],
  };
}
