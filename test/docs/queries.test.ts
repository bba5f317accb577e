import { type DocumentNode, isExecutableDefinitionNode, parse, validate } from 'graphql';
import { getSubgraph } from '../../src/graph/schema.js';
import { type Block, blocksOf, PAGES } from '../support/documentation.js';

const schema = getSubgraph();
const blocks = PAGES.flatMap(blocksOf);

interface Written {
  readonly place: string;
  readonly query: string;
}

const placeOf = ({ page, line }: Block) => `${page}:${line}`;
const isExecutable = (document: DocumentNode) => document.definitions.every(isExecutableDefinitionNode);

const inBlocks = blocks.filter(({ language }) => language === 'graphql').map((block): Written => ({ place: placeOf(block), query: block.text }));
/** Queries in curl commands. */
const inCommands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap((block) => [...block.text.matchAll(/-d '(\{[^']*\})'/g)].map(([, body = '']) => ({ block, body: JSON.parse(body) as { query?: string } })))
  .flatMap(({ block, body: { query } }): Written[] => (query === undefined ? [] : [{ place: placeOf(block), query }]));

test.each([...inBlocks, ...inCommands])('The query at $place is valid', ({ query }) => {
  const document = parse(query);
  // SDL of other subgraphs is not a query of this graph.
  if (isExecutable(document)) expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
});

test.each(blocks.filter(({ language }) => language === 'json').map((block) => ({ place: placeOf(block), text: block.text })))('The JSON at $place is valid', ({ text }) => {
  const isLines = text.trim().split('\n').every((line) => line.startsWith('{') && line.endsWith('}'));
  for (const part of isLines ? text.trim().split('\n') : [text]) JSON.parse(part);
});
