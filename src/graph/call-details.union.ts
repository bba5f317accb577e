import { createUnionType } from 'type-graphql';
import { providerDefinitions } from '../providers/registry.js';

export const CallDetails = createUnionType({
  name: 'CallDetails',
  description: 'Details of a call that only its provider has. One type for each provider.',
  types: () => providerDefinitions.map(({ details }) => details),
});
