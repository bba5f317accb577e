import { Kind, OperationTypeNode, parse, validate } from 'graphql';
import { getSubgraph } from '../../src/graph/schema.js';
import { EXAMPLE_OPERATIONS } from '../../src/server/example-operations.js';
import { Subscriber } from '../support/subscriber.js';
import { useReplicas } from '../support/replicas.js';
import { useSwitchboard } from '../support/switchboard.js';

const replicas = useReplicas({});
const SANDBOX = 'https://studio.apollographql.com';
const from = (address: string, origin: string) => fetch(address, { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' });

test('Every example operation of the explorers is valid', () => {
  expect(validate(getSubgraph(), parse(EXAMPLE_OPERATIONS)).map(({ message }) => message)).toEqual([]);
});

describe('An example operation of the explorers runs unchanged with the simulated providers, and returns data:', () => {
  const simulated = useSwitchboard({ calls: 1000 });
  const names = parse(EXAMPLE_OPERATIONS).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.operation !== OperationTypeNode.SUBSCRIPTION ? [definition.name?.value ?? ''] : [],
  );

  test.each(names)('%s', async (operationName) => {
    const body = JSON.stringify({ query: EXAMPLE_OPERATIONS, operationName });
    const response = await fetch(simulated.switchboard.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { data, errors } = (await response.json()) as { data: object; errors?: unknown };
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).not.toMatch(/^\{"\w+":null\}$|"nodes":\[\]|"userErrors":\[\{/);
  });
});

describe('GraphiQL', () => {
  test('is served completely by this process', async () => {
    const page = await (await fetch(replicas.first.urlOf('/graphiql'))).text();
    const parts = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part = '']) => part);
    expect(parts.length).toBe(5);
    for (const part of parts) {
      const response = await fetch(replicas.first.urlOf(part));
      expect([part, response.status]).toEqual([part, 200]);
      expect((await response.text()).length).toBeGreaterThan(100);
    }
    expect(page).not.toMatch(/https?:\/\//);
  });

  test.each(['/graphiql', '/'])('and the landing page do not exist in production: %s', async (address) => {
    const production = await replicas.start({ NODE_ENV: 'production', AUTH: 'none' });
    expect((await fetch(production.urlOf(address), { headers: { accept: 'text/html' } })).status).toBe(404);
  });
});

test('The landing page of a browser is Apollo Sandbox with the example operations', async () => {
  const page = await (await fetch(replicas.first.switchboard.url, { headers: { accept: 'text/html' } })).text();
  expect(page).toContain('embeddable-sandbox');
  expect(page).toContain('NewestCalls');
});

test("The landing page links to GraphiQL if Sandbox can't be loaded", async () => {
  const page = await (await fetch(replicas.first.switchboard.url, { headers: { accept: 'text/html' } })).text();
  expect(page).toMatch(/you might be offline\.<\/p><p><a href="\/graphiql">/);
});

describe('A page of another site', () => {
  test('may send requests if it is Apollo Sandbox, outside production', async () => {
    expect((await from(replicas.first.switchboard.url, SANDBOX)).headers.get('access-control-allow-origin')).toBe(SANDBOX);
    const production = await replicas.start({ NODE_ENV: 'production', AUTH: 'none' });
    expect((await from(production.switchboard.url, SANDBOX)).headers.get('access-control-allow-origin')).toBeNull();
  });

  test.each(['https://evil.example', 'http://studio.apollographql.com', 'https://apollographql.com.evil.example', 'null'])('may not if it is %s', async (origin) => {
    expect((await from(replicas.first.switchboard.url, origin)).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('may if it is configured', async () => {
    const open = await replicas.start({ NODE_ENV: 'production', AUTH: 'none', CORS_ORIGINS: 'https://app.example.com, https://desk.example.com' });
    expect((await from(open.switchboard.url, 'https://desk.example.com')).headers.get('access-control-allow-origin')).toBe('https://desk.example.com');
    expect((await from(open.switchboard.url, 'https://other.example.com')).headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('A subscriber without an Origin header is accepted', async () => {
  const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url);
  subscriber.close();
});
