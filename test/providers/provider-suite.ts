import type { Fault, Simulator } from '../../src/simulators/index.js';
import { type Answer, codesIn, type Data, useGraph } from '../support/graph.js';
import { feedPage } from '../support/feed.js';
import { aliased } from '../support/operations.js';
import { Switchboard } from '../support/switchboard.js';
import { AICALLER, idOf, SKIPCALL, type Vendor } from '../support/vendors.js';

/** A provider as its documents describe it. */
export interface ProviderTraits {
  readonly capabilities: readonly string[];
  /** An id of the right form that no call has. */
  readonly unknownId: string;
  /** Settings that are secrets. */
  readonly secrets: readonly string[];
}

interface Failure {
  readonly when: string;
  readonly fault: Fault;
  readonly code: string;
}

const FAILURES: readonly Failure[] = [
  { when: 'refuses the credentials', fault: { kind: 'status', status: 401 }, code: 'PROVIDER_UNAUTHORIZED' },
  { when: 'forbids it', fault: { kind: 'status', status: 403 }, code: 'PROVIDER_UNAUTHORIZED' },
  { when: 'wants fewer requests', fault: { kind: 'status', status: 429 }, code: 'PROVIDER_RATE_LIMITED' },
  { when: 'fails', fault: { kind: 'status', status: 500 }, code: 'PROVIDER_UNAVAILABLE' },
  { when: 'is down', fault: { kind: 'html', status: 503 }, code: 'PROVIDER_UNAVAILABLE' },
  { when: 'answers with a page', fault: { kind: 'html' }, code: 'PROVIDER_BAD_RESPONSE' },
  { when: 'answers with broken JSON', fault: { kind: 'malformed-json' }, code: 'PROVIDER_BAD_RESPONSE' },
  { when: 'answers with nothing', fault: { kind: 'status', status: 200, body: 'null' }, code: 'PROVIDER_BAD_RESPONSE' },
  { when: 'answers too much', fault: { kind: 'oversized', bytes: 3_000_000 }, code: 'PROVIDER_BAD_RESPONSE' },
  { when: 'drops the connection', fault: { kind: 'reset' }, code: 'PROVIDER_UNAVAILABLE' },
  { when: 'drops the connection in the middle of its answer', fault: { kind: 'reset-mid-body' }, code: 'PROVIDER_UNAVAILABLE' },
];

/** What every provider does alike, whatever its vendor is like. */
export function describeProvider(vendor: Vendor, traits: ProviderTraits): void {
  const { provider, simulator: name } = vendor;
  const { capabilities, unknownId } = traits;
  const graph = useGraph({ calls: 40, environment: { UPSTREAM_MAX_BYTES: '1000000' } });
  const others: Switchboard[] = [];
  afterAll(() => Promise.all(others.map((other) => other.stop())));

  const simulator = (): Simulator => graph.simulators[name];
  /** The ids of some calls that are over; the newest ones may still be going on. */
  const ids = (count: number) => simulator().rows.slice(0, count).map((row) => idOf(vendor, row));
  const strike = (fault: Fault) => simulator().faults.add({ fault, times: Infinity });
  const first = (list: readonly string[]) => list[0] ?? '';
  const lookUp = (id = first(ids(1))) => graph.ask(aliased(provider, [id]));

  function expectNoSecret(answer: unknown, log: readonly string[] = graph.switchboard.log): void {
    const { credentials } = simulator();
    const secrets = traits.secrets.map((secret) => credentials[secret] ?? '');
    const text = JSON.stringify([answer, log]);
    for (const secret of [...secrets, Buffer.from(secrets.join(':')).toString('base64')]) {
      expect(secret).not.toBe('');
      expect(text).not.toContain(secret);
    }
    expect(JSON.stringify(answer)).not.toContain(simulator().url);
    expect(JSON.stringify(answer)).not.toMatch(/node_modules|\.js:\d+/);
  }

  function expectFailure(answer: Answer, code: string): void {
    expect(answer.data).toEqual({ a0: null });
    expect(answer.errors).toMatchObject([{ path: ['a0'], extensions: { code, provider } }]);
    expectNoSecret(answer);
  }

  describe(`${provider} as a provider`, () => {
    test('can do what its documents say, and nothing else', async () => {
      const { providers } = await graph.data<{ providers: Data[] }>('{ providers { name capabilities isSimulated } }');
      expect(providers).toContainEqual({ name: provider, capabilities, isSimulated: false });
    });

    test('finds a call that it has', async () => {
      const [id = ''] = ids(1);
      const { a0 } = await graph.data<{ a0: Data }>(aliased(provider, [id], 'id provider providerCallId'));
      expect(a0).toMatchObject({ provider, providerCallId: id });
      expect(await graph.data('query ($id: ID!) { call(id: $id) { providerCallId } }', { id: a0['id'] })).toEqual({ call: { providerCallId: id } });
    });

    test('has null for a call that it does not have, and no error', async () => {
      const { data, errors } = await lookUp(unknownId);
      expect(errors).toBeUndefined();
      expect(data).toEqual({ a0: null });
    });

    test('keeps the order and the length of what was asked', async () => {
      const known = ids(10).reverse();
      const asked = [...known.slice(0, 4), unknownId, ...known.slice(4), first(known)];
      const query = `query ($ids: [String!]!) { callsByProviderIds(provider: ${provider}, providerCallIds: $ids) { providerCallId } }`;
      const { callsByProviderIds: found } = await graph.data<{ callsByProviderIds: (Data | null)[] }>(query, { ids: asked });
      expect(found.map((call) => call?.['providerCallId'] ?? null)).toEqual(asked.map((id) => (id === unknownId ? null : id)));
    });

    test('is asked for the same call once', async () => {
      const id = first(ids(1));
      await graph.data(aliased(provider, [id]));
      const once = simulator().requests.length;
      await graph.data(aliased(provider, [id, id, id]));
      expect(simulator().requests.length).toBe(2 * once);
    });

    test('is told who asks, in headers and never in the address', async () => {
      await lookUp();
      for (const { headers, rawUrl } of simulator().requests) {
        expect(headers).toMatchObject({ accept: 'application/json', 'user-agent': 'switchboard' });
        expectNoSecret(rawUrl);
      }
    });
  });

  describe(`When ${provider}`, () => {
    test.each(FAILURES)('$when, its field has the error $code and no other has one', async ({ fault, code }) => {
      strike(fault);
      const other = vendor === SKIPCALL ? AICALLER : SKIPCALL;
      const neighbour = idOf(other, graph.simulators[other.simulator].rows[0] ?? {});
      const answer = await graph.ask(
        `query ($mine: String!, $theirs: String!) {
          a0: callByProviderId(provider: ${provider}, providerCallId: $mine) { id }
          other: callByProviderId(provider: ${other.provider}, providerCallId: $theirs) { providerCallId }
        }`,
        { mine: first(ids(1)), theirs: neighbour },
      );
      expect(answer.data).toEqual({ a0: null, other: { providerCallId: neighbour } });
      expect(answer.errors).toMatchObject([{ path: ['a0'], extensions: { code, provider } }]);
      expectNoSecret(answer);
    });

    test('says how many seconds to wait, the error says until when', async () => {
      // One of its own: it asks this provider no more before that.
      const patient = await new Switchboard(graph.simulators.environment).start();
      others.push(patient);
      strike({ kind: 'status', status: 429, headers: { 'retry-after': '30' } });
      const before = Date.now();
      const answer = await patient.query(aliased(provider, ids(1)));
      expectFailure(answer, 'PROVIDER_RATE_LIMITED');
      const retryAfter = Date.parse(String(answer.errors?.[0]?.extensions['retryAfter']));
      expect(retryAfter).toBeGreaterThanOrEqual(before + 30_000);
      expect(retryAfter).toBeLessThanOrEqual(Date.now() + 30_000);
    });

    test('says until when to wait, the error says so', async () => {
      const until = new Date(Math.floor(Date.now() / 1000) * 1000 + 90_000);
      strike({ kind: 'status', status: 503, headers: { 'retry-after': until.toUTCString() } });
      const answer = await lookUp();
      expectFailure(answer, 'PROVIDER_UNAVAILABLE');
      expect(answer.errors?.[0]?.extensions['retryAfter']).toBe(until.toISOString());
    });

    test('says something unreadable about waiting, the error says nothing about it', async () => {
      strike({ kind: 'status', status: 429, headers: { 'retry-after': 'soon' } });
      const answer = await lookUp();
      expectFailure(answer, 'PROVIDER_RATE_LIMITED');
      expect(answer.errors?.[0]?.extensions).not.toHaveProperty('retryAfter');
    });

    test('points elsewhere, nobody follows', async () => {
      const elsewhere = graph.simulators[name === 'exotel' ? 'skipcall' : 'exotel'];
      strike({ kind: 'redirect', location: `${elsewhere.url}/v1/calls/1` });
      expectFailure(await lookUp(), 'PROVIDER_BAD_RESPONSE');
      expect(elsewhere.requests).toEqual([]);
    });

    test('never answers, the error is PROVIDER_TIMEOUT', async () => {
      const impatient = await new Switchboard({ ...graph.simulators.environment, UPSTREAM_TIMEOUT_MS: '200' }).start();
      others.push(impatient);
      strike({ kind: 'hang' });
      const answer = await impatient.query(aliased(provider, ids(1)));
      expectFailure(answer, 'PROVIDER_TIMEOUT');
      expectNoSecret(answer, impatient.log);
    });

    test('repeats the credentials that it refuses, nobody else does', async () => {
      const { credentials } = simulator();
      const message = `No such credentials: ${traits.secrets.map((secret) => credentials[secret]).join(':')}`;
      strike({ kind: 'status', status: 401, body: { message, RestException: { Message: message }, error: message } });
      expectFailure(await lookUp(), 'PROVIDER_UNAUTHORIZED');
    });

    test('works again, so does its field', async () => {
      simulator().faults.add({ fault: { kind: 'status', status: 500 } });
      expect(codesIn(await lookUp())).toEqual(['PROVIDER_UNAVAILABLE']);
      expect((await lookUp()).errors).toBeUndefined();
    });
  });

  if (!capabilities.includes('LIST_CALLS')) {
    test(`The feed says that ${provider} can not list, without asking it`, async () => {
      const { sources } = await feedPage(graph, { first: 5 });
      expect(sources.find((source) => source.provider === provider)).toMatchObject({ status: 'SKIPPED', code: 'CANNOT_LIST' });
      expect(simulator().requests).toEqual([]);
    });
    return;
  }

  describe(`In the feed, when ${provider}`, () => {
    const codes = FAILURES.filter(({ fault }) => fault.kind !== 'oversized').map((failure) => ({ ...failure, code: failure.code.replace('PROVIDER_', '') }));

    test.each(codes)('$when, its source says $code and the others\' calls are there', async ({ fault, code }) => {
      strike(fault);
      const page = await feedPage(graph, { first: 10 });
      expect(page.nodes.length).toBe(10);
      for (const source of page.sources) {
        if (source.provider === provider) expect(source).toMatchObject({ status: 'FAILED', code });
        else expect(['OK', 'SKIPPED']).toContain(source['status']);
      }
      expectNoSecret(page);
    });

    test('answers well, its source says OK and its calls are there', async () => {
      const page = await feedPage(graph, { filter: { providers: [provider] }, first: 500 });
      expect(page.sources.find((source) => source.provider === provider)).toMatchObject({ status: 'OK', code: null, message: null, retryAfter: null });
      expect(new Set(page.nodes.map((node) => node['provider']))).toEqual(new Set([provider]));
    });
  });
}
