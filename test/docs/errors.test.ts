import { readdirSync, readFileSync } from 'node:fs';
import { ApolloServerErrorCode } from '@apollo/server/errors';

/** The places of codes in the source: in an error's extensions, in a union type, or as an argument of a function that creates errors. */
const PLACES = [
  /\bcode: '([A-Z_]+)'/g,
  /(?:ProviderError|RequestNotSent)\([\w.]+, '([A-Z_]+)'/g,
  /\b(?:errorBody|coded)\((?:'[^']*'|[^()]*(?:\([^()]*\))?[^()]*), '([A-Z_]+)'\)/g,
  /\breport\('[A-Z]+', '([A-Z_]+)'/g,
];
const LISTS = /export type (?:\w*ErrorCode|SkipReason) =([^;]+);/g;
/** Not used: persisted documents are always supported. */
const NEVER_ANSWERED = ['PERSISTED_QUERY_NOT_SUPPORTED'];

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('simulators'))
  .map((name) => readFileSync(`src/${name}`, 'utf8'));
const inSources = sources.flatMap((text) => [
  ...PLACES.flatMap((place) => [...text.matchAll(place)].map(([, code = '']) => code)),
  ...[...text.matchAll(LISTS)].flatMap(([, list = '']) => [...list.matchAll(/'([A-Z_]+)'/g)].map(([, code = '']) => code)),
]);
const ofApollo = Object.values<string>(ApolloServerErrorCode).filter((code) => !NEVER_ANSWERED.includes(code));
/** In `sources` a provider's failure has its code without PROVIDER_. */
const ofFeed = inSources.filter((code) => code.startsWith('PROVIDER_')).map((code) => code.replace('PROVIDER_', '')).filter((code) => code !== 'REJECTED');
const documented = new Set([...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| (?:\d+ \| )?`([A-Z_]+)` \|/gm)].map(([, code = '']) => code));

test('Every code that clients can see is in docs/errors.md', () => {
  expect(inSources.length).toBeGreaterThan(30);
  expect([...inSources, ...ofApollo, ...ofFeed].filter((code) => !documented.has(code))).toEqual([]);
});

test('docs/errors.md has only codes that clients can see', () => {
  const known = new Set([...inSources, ...ofApollo, ...ofFeed, 'INTROSPECTION_DISABLED']);
  expect([...documented].filter((code) => !known.has(code))).toEqual([]);
});
