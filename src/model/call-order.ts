import { registerEnumType } from 'type-graphql';

/** The order of a feed: by createdAt, and by id if two calls have the same createdAt. */
export enum CallOrder {
  NEWEST_FIRST = 'NEWEST_FIRST',
  OLDEST_FIRST = 'OLDEST_FIRST',
}

registerEnumType(CallOrder, {
  name: 'CallOrder',
  description: 'The order of a list of calls. Calls are sorted by createdAt, then by id.',
  valuesConfig: {
    NEWEST_FIRST: { description: 'The newest call comes first.' },
    OLDEST_FIRST: { description: 'The oldest call comes first.' },
  },
});
