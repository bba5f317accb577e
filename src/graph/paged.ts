import { Directive } from 'type-graphql';

/** Tells routers that reckon with the cost of operations that `first` says how long the list is. */
export const Paged = Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)') as MethodDecorator;
