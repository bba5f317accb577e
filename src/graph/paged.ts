import { Directive } from 'type-graphql';

/** Tells routers that `first` is the length of the list, for their cost estimates. */
export const Paged = Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)') as MethodDecorator;
