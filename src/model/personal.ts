import { Directive } from 'type-graphql';
import { Requires } from './requires.js';

type FieldDecorator = PropertyDecorator & MethodDecorator;

/** Tags personal data, so that contract variants of a supergraph can exclude it. Alone only on fields of inputs, where @requiresScopes is not allowed. */
export const TaggedPersonal = Directive('@tag(name: "personal")') as FieldDecorator;

/** Marks a field with personal data: tagged, and only for callers with personal:read. */
export const Personal: FieldDecorator = (target: object, name: string | symbol, descriptor?: PropertyDescriptor) => {
  for (const decorate of [TaggedPersonal, Requires('personal:read')]) decorate(target, name, descriptor as never);
};
