import { Field, ID, InterfaceType } from 'type-graphql';

/** What Query.node can look up. */
@InterfaceType({
  description: 'Anything with an id of its own that Query.node can look up again.',
  resolveType: (value: object) => value.constructor.name,
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, and unique in the whole graph. Pass it back as it came.' })
  readonly id!: string;
}
