import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLObjectType, type GraphQLSchema, parse } from 'graphql';
import { buildSchemaSync, createResolversMap } from 'type-graphql';
import { BadUserInput } from '../model/bad-user-input.js';
import { record } from '../model/json-value.js';
import { providerDefinitions } from '../providers/registry.js';
import { AgentResolver } from './agent.resolver.js';
import { CallResolver } from './call.resolver.js';
import { CallUpdatedResolver } from './call-updated.resolver.js';
import { CallsResolver } from './calls.resolver.js';
import { ContactResolver } from './contact.resolver.js';
import { CreatePhoneCallResolver } from './create-phone-call.resolver.js';
import { makeDirect } from './direct-resolvers.js';
import { MAX_LOOKUPS } from './each.js';
import { entityReferences } from './entity-references.js';
import { NodeResolver } from './node.resolver.js';
import { AgentAccountResolver, CallAccountResolver, ProviderAccountResolver, SourceAccountResolver } from './provider-account.resolver.js';
import { ProviderResolver } from './provider.resolver.js';
import { RecordingResolver } from './recording.resolver.js';

const FEDERATION = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@tag", "@listSize", "@requiresScopes"])';

/** TypeGraphQL requires a PubSub. Our subscription has its own stream and does not use it. */
const UNUSED_PUB_SUB = {
  publish: () => undefined,
  subscribe: (topic: string): never => {
    throw new Error(`Topics are not supported: ${topic}.`);
  },
};

/** The schema from TypeGraphQL's classes. */
function buildClassSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      NodeResolver,
      CallResolver,
      CallsResolver,
      ContactResolver,
      AgentResolver,
      RecordingResolver,
      ProviderResolver,
      ProviderAccountResolver,
      CallAccountResolver,
      AgentAccountResolver,
      SourceAccountResolver,
      CreatePhoneCallResolver,
      CallUpdatedResolver,
    ],
    orphanedTypes: providerDefinitions.map(({ details }) => details),
    // Input is validated where it is used, with our own messages.
    validate: false,
    pubSub: UNUSED_PUB_SUB,
  });
  describe(schema.getQueryType(), 'All queries.');
  describe(schema.getMutationType(), 'All mutations.');
  describe(schema.getSubscriptionType(), 'All subscriptions.');
  return schema;
}

/** Sets the description of a root type, for which there is no class. */
function describe(type: GraphQLObjectType | null | undefined, description: string): void {
  if (type) type.description = description;
}

/** The subgraph's SDL including directives, as written to schema.graphql. */
export function printSubgraph(schema: GraphQLSchema = buildClassSchema()): string {
  return `${FEDERATION}\n\n${printSchemaWithDirectives(schema)}\n`;
}

let subgraph: GraphQLSchema | undefined;

/** The subgraph that is served. Built once per process. */
export function getSubgraph(): GraphQLSchema {
  return (subgraph ??= buildSubgraph());
}

/** Builds the subgraph from SDL, because TypeGraphQL's schema lacks @key. */
function buildSubgraph(): GraphQLSchema {
  const schema = buildClassSchema();
  const resolvers = createResolversMap(schema);
  for (const [type, resolveReference] of Object.entries(entityReferences)) {
    Object.assign(resolvers[type] as object, { __resolveReference: resolveReference });
  }
  makeDirect(resolvers);
  return withCheckedEntities(buildSubgraphSchema({ typeDefs: parse(printSubgraph(schema)), resolvers: resolvers as never }));
}

/** Reports a reference to an unknown type as a mistake of the gateway, not as an internal error. */
function withCheckedEntities(subgraph: GraphQLSchema): GraphQLSchema {
  const entities = subgraph.getQueryType()?.getFields()['_entities'];
  const resolve = entities?.resolve;
  if (!entities || !resolve) throw new Error('The subgraph has no _entities field.');
  entities.resolve = (source, args: { readonly representations: readonly unknown[] }, context, info): unknown => {
    if (args.representations.length > MAX_LOOKUPS) {
      throw new BadUserInput(`has ${args.representations.length} members. At most ${MAX_LOOKUPS} are allowed.`, 'representations');
    }
    for (const [index, representation] of args.representations.entries()) {
      const type = record(representation)?.['__typename'];
      if (typeof type !== 'string' || !Object.hasOwn(entityReferences, type)) throw new BadUserInput('is not an entity of this graph.', `representations.${index}.__typename`);
    }
    return resolve(source, args, context, info);
  };
  return subgraph;
}
