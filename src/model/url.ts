import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/**
 * A provider's URL, or null if it is not an absolute http(s) URL. Returned unchanged, except that user name
 * and password are removed and lone surrogates are replaced.
 */
export function readUrl(value: unknown): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  const written = value.toWellFormed();
  const url = new URL(written);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (!url.username && !url.password) return written;
  url.username = '';
  url.password = '';
  return url.href;
}

function parse(value: unknown): string {
  const url = readUrl(value);
  if (url === null) throw new GraphQLError('A URL is an absolute http or https URL such as "https://example.com/path".');
  return url;
}

export const UrlScalar = new GraphQLScalarType<string, string>({
  name: 'URL',
  description: 'An absolute http or https URL, as the provider sent it.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  serialize: (value) => value as string,
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});
