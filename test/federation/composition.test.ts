import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { composeServices as composeAsTheGuildDoes } from '@theguild/federation-composition';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { buildASTSchema, GraphQLObjectType, parse } from 'graphql';
import { useGraph } from '../support/graph.js';

const graph = useGraph({ calls: 1 });
/** Another team's: tickets that refer to calls, and what a book says of people by number. */
const crm = readFileSync('examples/supergraph/crm/schema.graphql', 'utf8');
let sdl = '';

beforeAll(async () => {
  const { _service } = await graph.data<{ _service: { sdl: string } }>('{ _service { sdl } }');
  sdl = _service.sdl;
});

/** The same subgraph as it was when the last version was released. */
const olderCrm = readFileSync('released/crm-0.1.0.graphql', 'utf8');

const all = (ours: string, theirs = crm) => [
  { name: 'switchboard', url: 'http://switchboard.example/graphql', typeDefs: parse(ours) },
  { name: 'crm', url: 'http://crm.example/graphql', typeDefs: parse(theirs) },
];

/** The fields of a type that clients of a composed graph see. */
function fieldsOf(publicSdl: string, type: string): string[] {
  const named = buildASTSchema(parse(publicSdl), { assumeValidSDL: true }).getType(type);
  return named instanceof GraphQLObjectType ? Object.keys(named.getFields()) : [];
}

/** What the three compositions find wrong with two subgraphs. */
function mistakesIn(subgraphs: ReturnType<typeof all>): Record<string, string[]> {
  const messages = (errors: readonly { message: string }[] = []) => errors.map(({ message }) => message);
  const definitions = subgraphs.map(({ typeDefs, ...subgraph }) => ({ ...subgraph, definitions: typeDefs }));
  const cosmo = federateSubgraphs({ subgraphs: definitions, version: ROUTER_COMPATIBILITY_VERSION_ONE });
  return {
    apollo: messages(composeServices(subgraphs).errors),
    theGuild: messages(composeAsTheGuildDoes(subgraphs).errors),
    wunderGraph: messages(cosmo.success ? [] : cosmo.errors),
  };
}

describe('A subgraph that was written for the last release', () => {
  const NONE = { apollo: [], theGuild: [], wunderGraph: [] };

  test('composes with the SDL of today', () => {
    expect(mistakesIn(all(sdl, olderCrm))).toEqual(NONE);
  });

  test('goes on composing when there is one more provider', () => {
    const withAnother = sdl.replace(/^enum CallProvider(Input)? \{$/gm, '$&\n  "One more."\n  ANOTHER');
    expect(withAnother.match(/ANOTHER/g)).toHaveLength(2);
    expect(mistakesIn(all(withAnother, olderCrm))).toEqual(NONE);
  });
});

describe('The SDL that the subgraph tells of itself composes with another subgraph', () => {
  test('in Apollo\'s composition, without a hint', () => {
    const { errors = [], hints = [] } = composeServices(all(sdl));
    expect([...errors, ...hints].map(({ message }) => message)).toEqual([]);
  });

  test("in The Guild's composition", () => {
    const { errors = [], publicSdl = '' } = composeAsTheGuildDoes(all(sdl));
    expect(errors.map(({ message }) => message)).toEqual([]);
    expect(fieldsOf(publicSdl, 'Call')).toEqual(expect.arrayContaining(['recordings', 'tickets']));
  });

  test("in WunderGraph's composition, without a warning", () => {
    const subgraphs = all(sdl).map(({ typeDefs, ...subgraph }) => ({ ...subgraph, definitions: typeDefs }));
    const result = federateSubgraphs({ subgraphs, version: ROUTER_COMPATIBILITY_VERSION_ONE });
    const errors = result.success ? [] : result.errors;
    expect([...errors, ...result.warnings].map(({ message }) => message)).toEqual([]);
  });
});

test('A contract without what is personal leaves a graph that composes, and has none of it', () => {
  // What a registry does with a tag that a contract excludes.
  const hidden = sdl.replaceAll('@tag(name: "personal")', '@inaccessible').replace('"@tag"', '"@inaccessible"');
  const { errors = [], publicSdl = '' } = composeAsTheGuildDoes(all(hidden));
  expect(errors.map(({ message }) => message)).toEqual([]);
  expect(fieldsOf(publicSdl, 'PhoneNumber')).toEqual(['countryCode']);
  for (const [type, field] of [['Contact', 'name'], ['Contact', 'email'], ['Recording', 'url'], ['Call', 'notes']] as const) {
    expect(fieldsOf(publicSdl, type)).not.toContain(field);
  }
});
