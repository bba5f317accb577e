import { Directive } from 'type-graphql';

/** Marks personal data by a tag, so that contract variants of a supergraph can exclude it. */
export const Personal = Directive('@tag(name: "personal")') as PropertyDecorator & MethodDecorator;
