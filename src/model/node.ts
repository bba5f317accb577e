import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({
  description: 'An object with a global id. Query.node looks it up by that id.',
  resolveType: (value: object) => value.constructor.name,
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque global id, unique in the graph. Pass it back unchanged.' })
  readonly id!: string;
}
