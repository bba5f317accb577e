import { Directive } from 'type-graphql';
import type { Scope } from './scope.js';

/** The caller needs these scopes to select the field. Routers read the directive, and this graph checks it too. */
export const Requires = (...scopes: Scope[]) => Directive(`@requiresScopes(scopes: [[${scopes.map((scope) => `"${scope}"`).join(', ')}]])`) as PropertyDecorator & MethodDecorator;
