import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { FeedPage } from '../feed/feed.js';
import type { SourceReport } from '../feed/source-report.js';
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
  description: 'How completely a provider took part in a page.',
  valuesConfig: {
    OK: { description: 'Every row asked for.' },
    PARTIAL: { description: 'Some rows; code says why not all.' },
    FAILED: { description: 'None, though there may be some; code says why.' },
    SKIPPED: { description: 'Not asked; code says why.' },
  },
});

@Directive('@shareable')
@ObjectType({ description: 'Where a page stands in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'More calls follow, or a provider that failed may have more: ask again with endCursor.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'The page was asked for with a cursor.' })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first call of the page.' })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'To be passed as `after` for the next page.' })
  readonly endCursor!: string | null;
}

@ObjectType({ description: 'A call at its place in a list.', simpleResolvers: true })
export class CallEdge {
  @Field(() => String, { description: 'Opaque; good for this filter and order only.' })
  readonly cursor!: string;

  @Field(() => Call, { description: 'The call.' })
  readonly node!: Call;
}

@ObjectType({ description: 'How one provider took part in a page.', simpleResolvers: true })
export class CallSource {
  @Field(() => CallProvider, { description: 'Which provider.' })
  readonly provider!: CallProviderName;

  @Field(() => CallSourceStatus, { description: 'How completely.' })
  readonly status!: CallSourceStatus;

  @Field(() => String, {
    nullable: true,
    description:
      'Why not completely, for programs: TIMEOUT, UNAVAILABLE, RATE_LIMITED, UNAUTHORIZED, BAD_RESPONSE, UNREADABLE_ROWS, UNDATED_ROWS, LIST_CHANGED, CLOCK_AHEAD, READ_LIMIT, CANNOT_LIST, FILTERED_OUT, OUT_OF_HISTORY. Null when OK.',
  })
  readonly code!: string | null;

  @Field(() => String, { nullable: true, description: 'The same for people.' })
  readonly message!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When asking again can help.' })
  readonly retryAfter!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The oldest call this provider can still be asked for; null where it keeps everything.' })
  readonly coveredFrom!: Date | null;

  @ListOf(5)
  @Field(() => [String], { description: "Filter fields that the provider can't apply, so that the graph did." })
  readonly filteredLocally!: readonly string[];
}

@ObjectType({
  description:
    "A page of the calls of every provider, in one order. It is right whichever provider can filter, sort or page by itself: what a provider can't do, the graph does.",
  simpleResolvers: true,
})
export class CallConnection {
  @Field(() => [CallEdge], { description: 'The calls with their cursors.' })
  readonly edges: readonly CallEdge[];

  @Field(() => [Call], { description: 'The calls.' })
  readonly nodes: readonly Call[];

  @Field(() => PageInfo, { description: 'Where the page stands in the list.' })
  readonly pageInfo: PageInfo;

  @Field(() => Int, { nullable: true, description: 'How many calls the list has; null where that is not known exactly.' })
  readonly totalCount: number | null;

  @ListOf(10)
  @Field(() => [CallSource], { description: 'How each provider took part, one entry for each configured provider.' })
  readonly sources: readonly CallSource[];

  constructor({ edges, hasNextPage, hasPreviousPage, endCursor, totalCount, sources }: FeedPage) {
    this.edges = edges;
    this.nodes = edges.map(({ node }) => node);
    this.pageInfo = { hasNextPage, hasPreviousPage, startCursor: edges[0]?.cursor ?? null, endCursor };
    this.totalCount = totalCount;
    this.sources = sources.map(toSource);
  }
}

/** The calls of one contact are asked for by a field that clients know as phoneNumbers. */
function toSource({ status, filteredLocally, ...report }: SourceReport): CallSource {
  return {
    ...report,
    status: CallSourceStatus[status],
    filteredLocally: [...new Set(filteredLocally.map((field) => (field === 'contacts' ? 'phoneNumbers' : field)))],
  };
}
