import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../../src/config/config.js';
import { Subscriber } from '../support/subscriber.js';
import { useReplicas } from '../support/replicas.js';
import { useIssuer } from '../support/tokens.js';
import { PROVIDERS } from '../vendors/index.js';

const folder = mkdtempSync(join(tmpdir(), 'switchboard-documents-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const issuer = useIssuer();
const NAMES = '{ providers { name } }';
const UPDATES = 'subscription { callUpdated { id } }';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** Writes a file, and returns where. */
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const manifest = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    { id: 'names', name: 'Names', type: 'query', body: NAMES },
    { id: 'updates', name: 'Updates', type: 'subscription', body: UPDATES },
  ],
};
const replicas = useReplicas({}, { environment: { TRUSTED_DOCUMENTS: file('manifest.json', manifest) } });

async function post(body: object): Promise<{ status: number; data?: unknown; errors?: { extensions: { code: string } }[] }> {
  const response = await fetch(replicas.first.switchboard.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: response.status, ...((await response.json()) as object) };
}

describe('Where documents have to be trusted', () => {
  test.each([
    ['its text', { query: NAMES }],
    ['its id', { documentId: 'names' }],
    ['its hash', { extensions: { persistedQuery: { version: 1, sha256Hash: hash(NAMES) } } }],
  ])('one of them is executed, by %s', async (_, body) => {
    expect(await post(body)).toMatchObject({ status: 200, data: { providers: PROVIDERS.map((name) => ({ name })) } });
  });

  test.each([
    ['another text', { query: '{ providers { name capabilities } }' }],
    ['the same in other words', { query: '{providers{name}}' }],
    ['one beside a trusted one', { query: `query Names ${NAMES} query Other { __typename }`, operationName: 'Other' }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['an unknown id', { documentId: 'other' }],
    ['what is no document', { query: 'nonsense' }],
  ])('nothing else is: not %s', async (_, body) => {
    const { status, data, errors } = await post(body);
    expect({ status, data }).toEqual({ status: 400, data: undefined });
    expect(errors?.[0]?.extensions.code).toMatch(/DOCUMENT_NOT_TRUSTED|GRAPHQL_PARSE_FAILED/);
  });

  test('nothing is learned from clients', async () => {
    const query = '{ __typename }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash(query) } };
    expect((await post({ query, extensions })).errors?.[0]?.extensions.code).toBe('DOCUMENT_NOT_TRUSTED');
    expect((await post({ extensions })).errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('the same holds for subscriptions', async () => {
    const trusted = new Subscriber(replicas.first.switchboard.url, UPDATES);
    await trusted.isHeard();
    trusted.close();
    const other = new Subscriber(replicas.first.switchboard.url, 'subscription { callUpdated { status } }');
    expect(await other.ends()).toMatchObject([{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }]);
  });
});

test('An object of documents by id is as good as a manifest', () => {
  const { trustedDocuments } = readConfig({ TRUSTED_DOCUMENTS: file('by-id.json', { abc: NAMES }) }, []);
  expect(trustedDocuments?.get('abc')).toBe(NAMES);
});

test.each([
  ['is not there', () => join(folder, 'nothing.json')],
  ['is no JSON', () => file('broken.json', '{')],
  ['has no documents', () => file('empty.json', {})],
  ['is a list', () => file('list.json', [1, 2])],
])('A file of trusted documents that %s keeps the process from starting', (_, path) => {
  expect(() => readConfig({ TRUSTED_DOCUMENTS: path() }, [])).toThrow(ConfigError);
});

test('Without a token nobody learns which documents are trusted', async () => {
  const { switchboard } = await replicas.start(issuer.settings);
  for (const documentId of ['names', 'other']) {
    const answer = await fetch(switchboard.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ documentId }) });
    expect(answer.status).toBe(401);
  }
});
