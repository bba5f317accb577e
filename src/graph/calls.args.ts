import { ArgsType, Field, Int } from 'type-graphql';
import type { FeedRequest } from '../feed/feed.js';
import { BadUserInput } from '../model/bad-user-input.js';
import type { CallFilter as Filter } from '../model/call-filter.js';
import { CallOrder } from '../model/call-order.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { CallFilter, type CallFilterInput } from './call-filter.input.js';
import { readFilter } from './call-filter.reading.js';

export const MAX_PAGE_SIZE = 500;

/** The arguments of every list of calls. */
@ArgsType()
export class CallsArgs {
  @Field(() => CallFilter, { nullable: true, description: 'Selects calls. Without it, all calls.' })
  filter?: CallFilterInput | null;

  @Field(() => CallOrder, { defaultValue: CallOrder.NEWEST_FIRST, description: 'The order: by createdAt, then by id.' })
  orderBy!: CallOrder;

  @Field(() => Int, { defaultValue: 50, description: 'The number of calls on the page, from 1 to 500.' })
  first!: number;

  @Field(() => String, { nullable: true, description: "A cursor of this list. The page begins after it." })
  after?: string | null;
}

/** Reads the arguments; `scope` narrows the list. @throws BadUserInput */
export function readPage({ filter, orderBy, first, after }: CallsArgs, accounts: readonly ConnectedAccount[], scope: Filter = {}): FeedRequest {
  if (first < 1 || first > MAX_PAGE_SIZE) throw new BadUserInput(`must be from 1 to ${MAX_PAGE_SIZE}.`, 'first');
  if (after === '') throw new BadUserInput('must not be empty. Leave it out for the first page.', 'after');
  return { filter: { ...readFilter(filter, accounts), ...scope }, order: orderBy, first, after: after ?? null };
}
