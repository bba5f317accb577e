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

const all = (ours: string) => [
  { name: 'switchboard', url: 'http://switchboard.example/graphql', typeDefs: parse(ours) },
  { name: 'crm', url: 'http://crm.example/graphql', typeDefs: parse(crm) },
];

/** The fields of a type that clients of a composed graph see. */
function fieldsOf(publicSdl: string, type: string): string[] {
  const named = buildASTSchema(parse(publicSdl), { assumeValidSDL: true }).getType(type);
  return named instanceof GraphQLObjectType ? Object.keys(named.getFields()) : [];
}

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
