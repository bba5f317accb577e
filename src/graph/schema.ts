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
import { MOST_AT_ONCE } from './each.js';
import { entityReferences } from './entity-references.js';
import { NodeResolver } from './node.resolver.js';
import { ProviderResolver } from './provider.resolver.js';
import { RecordingResolver } from './recording.resolver.js';

const FEDERATION = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@tag", "@listSize"])';

/** TypeGraphQL wants a way to publish to topics; our subscription brings its own stream and uses none. */
const NO_TOPICS = {
  publish: () => undefined,
  subscribe: (topic: string): never => {
    throw new Error(`No topics are used: ${topic}.`);
  },
};

/** The schema as TypeGraphQL's classes say it. */
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
      CreatePhoneCallResolver,
      CallUpdatedResolver,
    ],
    orphanedTypes: providerDefinitions.map(({ details }) => details),
    // What users give is checked where it is used, with answers of our own.
    validate: false,
    pubSub: NO_TOPICS,
  });
  describe(schema.getQueryType(), 'What can be asked.');
  describe(schema.getMutationType(), 'What can be done.');
  describe(schema.getSubscriptionType(), 'What can be followed.');
  return schema;
}

/** The root types are no classes, so that their descriptions have no other place. */
function describe(type: GraphQLObjectType | null | undefined, description: string): void {
  if (type) type.description = description;
}

/** The subgraph's SDL, directives included: what schema.graphql holds. */
export function printSubgraph(schema: GraphQLSchema = buildClassSchema()): string {
  return `${FEDERATION}\n\n${printSchemaWithDirectives(schema)}\n`;
}

let subgraph: GraphQLSchema | undefined;

/** The subgraph that is served, built once in a process. */
export function getSubgraph(): GraphQLSchema {
  return (subgraph ??= buildSubgraph());
}

/** TypeGraphQL loses @key on its way to a schema, so that the subgraph is built from the SDL. */
function buildSubgraph(): GraphQLSchema {
  const schema = buildClassSchema();
  const resolvers = createResolversMap(schema);
  for (const [type, resolveReference] of Object.entries(entityReferences)) {
    Object.assign(resolvers[type] as object, { __resolveReference: resolveReference });
  }
  return withCheckedEntities(buildSubgraphSchema({ typeDefs: parse(printSubgraph(schema)), resolvers: resolvers as never }));
}

/** A reference to a type that is no entity here is the gateway's mistake, and not an internal error. */
function withCheckedEntities(subgraph: GraphQLSchema): GraphQLSchema {
  const entities = subgraph.getQueryType()?.getFields()['_entities'];
  const resolve = entities?.resolve;
  if (!entities || !resolve) throw new Error('The subgraph has entities.');
  entities.resolve = (source, args: { readonly representations: readonly unknown[] }, context, info): unknown => {
    if (args.representations.length > MOST_AT_ONCE) {
      throw new BadUserInput(`has ${args.representations.length} members, and at most ${MOST_AT_ONCE} are looked up at once.`, 'representations');
    }
    for (const [index, representation] of args.representations.entries()) {
      const type = record(representation)?.['__typename'];
      if (typeof type !== 'string' || !Object.hasOwn(entityReferences, type)) throw new BadUserInput('no entity of this graph.', `representations.${index}.__typename`);
    }
    return resolve(source, args, context, info);
  };
  return subgraph;
}
