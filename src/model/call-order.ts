import { registerEnumType } from 'type-graphql';

/** The order of a feed: by createdAt, and by id where two calls were created in the same instant. */
export enum CallOrder {
  NEWEST_FIRST = 'NEWEST_FIRST',
  OLDEST_FIRST = 'OLDEST_FIRST',
}

registerEnumType(CallOrder, {
  name: 'CallOrder',
  description: 'The order of a list of calls: by createdAt, then by id.',
  valuesConfig: {
    NEWEST_FIRST: { description: 'The call created last comes first.' },
    OLDEST_FIRST: { description: 'The call created first comes first.' },
  },
});
