import { ArgsType, Field, Int } from 'type-graphql';
import type { FeedRequest } from '../feed/feed.js';
import { BadUserInput } from '../model/bad-user-input.js';
import type { CallFilter as Filter } from '../model/call-filter.js';
import { CallOrder } from '../model/call-order.js';
import { CallFilter, type CallFilterInput } from './call-filter.input.js';
import { readFilter } from './call-filter.reading.js';

export const MOST_IN_A_PAGE = 500;

/** The arguments of every list of calls. */
@ArgsType()
export class CallsArgs {
  @Field(() => CallFilter, { nullable: true, description: 'Which calls; all of them without it.' })
  filter?: CallFilterInput | null;

  @Field(() => CallOrder, { defaultValue: CallOrder.NEWEST_FIRST, description: 'By createdAt, then by id.' })
  orderBy!: CallOrder;

  @Field(() => Int, { defaultValue: 50, description: 'How many calls, from 1 to 500.' })
  first!: number;

  @Field(() => String, { nullable: true, description: "A cursor of this list: the page begins after that call's place." })
  after?: string | null;
}

/** Reads the arguments; `scope` narrows the list. @throws BadUserInput */
export function readPage({ filter, orderBy, first, after }: CallsArgs, scope: Filter = {}): FeedRequest {
  if (first < 1 || first > MOST_IN_A_PAGE) throw new BadUserInput(`a page has 1 to ${MOST_IN_A_PAGE} calls.`, 'first');
  if (after === '') throw new BadUserInput('a cursor is not empty: leave it out for the first page.', 'after');
  return { filter: { ...readFilter(filter), ...scope }, order: orderBy, first, after: after ?? null };
}
