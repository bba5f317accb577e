import { Directive } from 'type-graphql';

/**
 * Says how many members a list usually has at most. Routers reckon with it, and so does the graph itself:
 * a field that is a list and says nothing is refused at start.
 */
export const ListOf = (size: number) => Directive(`@listSize(assumedSize: ${size})`) as PropertyDecorator & MethodDecorator;
