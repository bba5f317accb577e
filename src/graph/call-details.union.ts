import { createUnionType } from 'type-graphql';
import { providerDefinitions } from '../providers/registry.js';

/** What only one provider knows: one member for each provider. */
export const CallDetails = createUnionType({
  name: 'CallDetails',
  description: 'What only one provider knows of a call.',
  types: () => providerDefinitions.map(({ details }) => details),
});
