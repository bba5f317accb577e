import { linesSaying } from '../support/logged.js';
import { useReplicas } from '../support/replicas.js';
import { Subscriber } from '../support/subscriber.js';

const TOKEN = 'a-token_'.repeat(25);
const replicas = useReplicas({}, { environment: { NODE_ENV: 'production', AUTH: 'none', EVENTS_TOKEN: TOKEN } });

describe('In production an error does not suggest names from the schema:', () => {
  test.each([
    ['a field', '{ callz { id } }', {}],
    ['an argument', '{ calls(frist: 1) { nodes { id } } }', {}],
    ['a type', 'query ($f: CallFilte) { __typename }', {}],
    ['an enum value', '{ calls(filter: { statuses: [COMPLETE] }) { nodes { id } } }', {}],
    ['an enum value in a variable', 'query ($f: CallFilter) { calls(filter: $f) { nodes { id } } }', { f: { statuses: ['COMPLETE'] } }],
    ['a field of a variable', 'query ($f: CallFilter) { calls(filter: $f) { nodes { id } } }', { f: { statuss: [] } }],
  ])('%s', async (_, query, variables) => {
    const { status, errors } = await replicas.first.ask(query, variables);
    expect(status).toBe(400);
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
  });

  test.each([
    ['a field', 'subscription { callUpdate { id } }', {}],
    ['an enum value in a variable', 'subscription ($p: [CallProviderInput!]) { callUpdated(providers: $p) { id } }', { p: ['EXOTELL'] }],
  ])('%s over WebSocket', async (_, query, variables) => {
    const subscriber = new Subscriber(replicas.first.switchboard.url, query, variables);
    const errors = JSON.stringify(await subscriber.ends());
    expect(errors).toMatch(/GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT/);
    expect(errors).not.toMatch(/did you mean/i);
    subscriber.close();
  });
});

test('The name of an operation is logged up to 100 characters', async () => {
  await replicas.first.ask(`query ${'a'.repeat(500_000)} { __typename }`);
  expect(linesSaying(replicas.first.switchboard, 'operation').at(-1)).toMatchObject({ name: 'a'.repeat(100), outcome: 'ok' });
});

test('The longest allowed token works in notifications', async () => {
  const response = await fetch(replicas.first.urlOf(`/events/aicaller/${TOKEN}`), { method: 'POST', body: '{}' });
  expect([TOKEN.length, response.status]).toEqual([200, 200]);
});
