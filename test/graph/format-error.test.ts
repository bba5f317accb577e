import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { errorFormatter } from '../../src/graph/format-error.js';
import { BadUserInput } from '../../src/model/bad-user-input.js';
import { ProviderError } from '../../src/upstream/provider-error.js';
import type { Data } from '../support/graph.js';

const PRIVATE = 'Bearer sk_live_hunter2';

/** The client's error and the log entry for something that a resolver threw. */
function format(thrown: unknown, formatted: { message: string; extensions: Data } = { message: PRIVATE, extensions: { code: 'INTERNAL_SERVER_ERROR' } }) {
  const lines: string[] = [];
  const formatError = errorFormatter(pino({}, { write: (line: string) => void lines.push(line) }));
  const located = new GraphQLError(PRIVATE, { originalError: thrown instanceof Error ? thrown : new Error(String(thrown)), path: ['call'] });
  return { answer: formatError({ path: ['call'], locations: [{ line: 1, column: 3 }], ...formatted }, located), lines };
}

describe('An unexpected error', () => {
  test.each([new Error(PRIVATE), new TypeError(PRIVATE), Object.assign(new Error(PRIVATE), { code: 'ENOENT', headers: { authorization: PRIVATE } })])(
    'gives the client only an id: %p',
    (thrown) => {
      const { answer, lines } = format(thrown);
      const { errorId } = answer.extensions as { errorId: string };
      expect(answer).toEqual({
        message: expect.stringContaining(errorId),
        path: ['call'],
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
      });
      expect(lines.map((line) => JSON.parse(line) as Data)).toMatchObject([{ errorId, name: thrown.name, path: ['call'] }]);
      expect(JSON.stringify([answer, lines])).not.toContain(PRIVATE);
    },
  );

  test('gets a new id each time', () => {
    expect(format(new Error('a')).answer.extensions?.['errorId']).not.toBe(format(new Error('a')).answer.extensions?.['errorId']);
  });
});

test("A provider's error has the provider, the code and the time to retry", () => {
  const retryAfter = new Date('2030-01-01T00:00:00Z');
  const { answer, lines } = format(new ProviderError('EXOTEL', 'PROVIDER_RATE_LIMITED', 'EXOTEL receives too many requests.', { retryAfter, reason: PRIVATE }));
  expect(answer).toMatchObject({
    message: 'EXOTEL receives too many requests.',
    extensions: { code: 'PROVIDER_RATE_LIMITED', provider: 'EXOTEL', retryAfter: '2030-01-01T00:00:00.000Z' },
  });
  expect(JSON.stringify([answer, lines])).not.toContain(PRIVATE);
});

test("A client's mistake has its location", () => {
  const mistake = new BadUserInput('a page has 1 to 500 calls.', 'first');
  const { answer, lines } = format(mistake, { message: mistake.message, extensions: { ...mistake.extensions, stacktrace: [PRIVATE] } });
  expect(answer).toMatchObject({ message: 'first: a page has 1 to 500 calls.', extensions: { code: 'BAD_USER_INPUT', argument: 'first' } });
  expect(answer.extensions).not.toHaveProperty('stacktrace');
  expect(lines).toEqual([]);
});
