import { pino } from 'pino';
import { FellBehind } from '../../src/events/subscribers.js';
import { errorFormatter } from '../../src/graph/format-error.js';
import { subscriptionError } from '../../src/server/subscription-error.js';

const lines: string[] = [];
const format = errorFormatter(pino({}, { write: (line: string) => void lines.push(line) }));
const shown = (error: unknown) => {
  const ended = subscriptionError(error);
  return format(ended.toJSON(), ended);
};

test('A subscriber that falls behind gets a specific code', () => {
  expect(shown(new FellBehind())).toMatchObject({ message: expect.stringContaining('Subscribe again'), extensions: { code: 'FELL_BEHIND' } });
});

test('Any other error that ends a subscription has an id, and its message is neither in the answer nor in the log', () => {
  const { message, extensions } = shown(new Error('password=hunter2'));
  expect(extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', errorId: expect.any(String) });
  expect(message).toContain(String(extensions?.['errorId']));
  expect(message + lines.join()).not.toContain('hunter2');
});
