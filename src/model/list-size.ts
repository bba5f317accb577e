import { Directive } from 'type-graphql';

/**
 * Declares the usual maximum size of a list field. Routers and this graph estimate the cost of operations with
 * it. The server does not start if a list field declares no size.
 */
export const ListOf = (size: number) => Directive(`@listSize(assumedSize: ${size})`) as PropertyDecorator & MethodDecorator;
