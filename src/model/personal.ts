import { Directive } from 'type-graphql';

/** Says about whom something is, or what they said: contract variants of a supergraph can leave it out by this tag. */
export const Personal = Directive('@tag(name: "personal")') as PropertyDecorator & MethodDecorator;
