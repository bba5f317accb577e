import type { Fault, RecordedRequest, Row } from '../../src/simulators/index.js';
import { LEAST, posts, SECRET } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import { failing, failNextPost, intention, ledgerEntry, outcome, placeBehindTheScenes } from '../support/intentions.js';
import { useReplicas } from '../support/replicas.js';
import { describeOnEachStore } from '../support/stores.js';

const UNKNOWN = failing('OUTCOME_UNKNOWN');
const FOUND = { call: { id: expect.any(String) }, userErrors: [] };

describeOnEachStore(({ settings }) => {
  const replicas = useReplicas(settings, { environment: { UPSTREAM_TIMEOUT_MS: '400' } });
  const postCount = () => posts(replicas.first).length;
  const behindTheScenes = (request: Pick<RecordedRequest, 'body'>, fields?: Row) => placeBehindTheScenes(replicas.first, request, fields);
  const bodyOf = (wish: object) => ({ body: JSON.stringify({ ...LEAST, ...wish, idempotencyKey: undefined }) });

  describe('The call is returned normally when AICaller placed it and', () => {
    test.each<[string, Fault, boolean]>([
      ['failed', { kind: 'answer-then-fail', status: 500 }, false],
      ['is behind a gateway that failed', { kind: 'answer-then-fail', status: 504 }, false],
      ['dropped the connection', { kind: 'act-then-reset' }, false],
      ['cut off its answer', { kind: 'reset-mid-body' }, false],
      ['answered too late', { kind: 'hang' }, true],
      ['sent an unreadable answer', { kind: 'malformed-json' }, true],
      ['answered without an id', { kind: 'status', status: 200, body: { data: { status: 'queued' } } }, true],
      ['stopped reading', { kind: 'status', status: 408 }, true],
    ])('%s', async (_, fault, isPlacedBehindTheScenes) => {
      const wish = intention();
      failNextPost(replicas.first, fault, (request) => isPlacedBehindTheScenes && behindTheScenes(request));
      const first = await outcome(replicas.first, wish);
      expect(first).toEqual({ ...FOUND, replayed: false });
      expect(await outcome(replicas.first, wish)).toEqual({ ...first, replayed: true });
      expect(postCount()).toBe(1);
    });
  });

  describe('A call that appears later is found', () => {
    test.each<[string, () => Promise<{ ask: any }>]>([
      ['by the next request', async () => replicas.first],
      ['by another process', () => replicas.start()],
    ])('%s', async (_, next) => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'reset' });
      expect(await outcome(replicas.first, wish)).toMatchObject(UNKNOWN);
      behindTheScenes(bodyOf(wish));
      expect(await outcome(await next(), wish)).toEqual({ ...FOUND, replayed: true });
      expect(postCount()).toBe(1);
    });

    test('in the same request, if the client waits long enough', async () => {
      const wish = intention();
      const patient = await replicas.start({ DIAL_PATIENCE_MS: '5000' });
      failNextPost(replicas.first, { kind: 'reset' });
      const asked = outcome(patient, wish);
      const isLookedFor = () => replicas.simulators.aicaller.requests.some(({ query }) => query.get('toPhoneNumber') === LEAST.toPhoneNumber);
      await eventually('a look for the call', isLookedFor);
      behindTheScenes(bodyOf(wish));
      expect(await asked).toEqual({ ...FOUND, replayed: false });
      expect(postCount()).toBe(1);
    });

    test('in the background, without a request', async () => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'reset' });
      await outcome(replicas.first, wish);
      const { _id } = behindTheScenes(bodyOf(wish));
      // Starts with the open intentions of earlier processes.
      await replicas.start();
      const settled = { state: 'PLACED', provider_call_id: _id };
      const entry = await eventually('the sweep', () => ledgerEntry(settings, 'idempotency_key', wish.idempotencyKey), (found) => found?.state !== 'UNKNOWN');
      expect(entry).toMatchObject(settled);
      expect(postCount()).toBe(1);
    });

    test('once AICaller answers again', async () => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'answer-then-fail', status: 500 });
      replicas.simulators.aicaller.faults.add({ fault: { kind: 'status', status: 500 }, times: Infinity });
      expect(await outcome(replicas.first, wish)).toMatchObject(UNKNOWN);
      replicas.simulators.aicaller.faults.clear();
      expect(await outcome(replicas.first, wish)).toEqual({ ...FOUND, replayed: true });
      expect(postCount()).toBe(1);
    });
  });

  test('The outcome of a call that is not found stays unknown for every request and process, and it is never sent again', async () => {
    const wish = intention();
    const before = await replicas.start();
    failNextPost(replicas.first, { kind: 'status', status: 500 });
    expect(await outcome(before, wish)).toMatchObject({ ...UNKNOWN, replayed: false });
    expect(await outcome(before, wish)).toMatchObject({ ...UNKNOWN, replayed: true });
    await before.stop();
    const after = await replicas.start();
    expect(await Promise.all([after, after, replicas.first].map((one) => outcome(one, wish)))).toMatchObject([UNKNOWN, UNKNOWN, UNKNOWN]);
    expect(postCount()).toBe(1);
  });

  describe('A similar call is not accepted:', () => {
    const HOUR_MS = 3_600_000;
    test.each<[string, Row]>([
      ['of another template', { callTemplateId: 'template-2' }],
      ['for another name', { nameOfHuman: 'Grace' }],
      ['with another value', { promptVariableValues: [{ key: 'customer_name', value: 'Grace' }] }],
      ['to another number', { toPhoneNumber: '+12025550144' }],
      ['from an hour ago', { createdAt: new Date(Date.now() - HOUR_MS).toISOString() }],
    ])('%s', async (_, difference) => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'reset' }, (request) => behindTheScenes(request, difference));
      expect(await outcome(replicas.first, wish)).toMatchObject(UNKNOWN);
    });

    test('the call of another key', async () => {
      const [first, { idempotencyKey }] = [intention(), intention()];
      const placed = await outcome(replicas.first, first);
      const second = { ...first, idempotencyKey };
      failNextPost(replicas.first, { kind: 'status', status: 500 });
      expect(await outcome(replicas.first, second)).toMatchObject(UNKNOWN);
      expect(await outcome(replicas.first, first)).toEqual({ ...placed, replayed: true });
      expect(postCount()).toBe(2);
    });
  });

  describe('No call is chosen, and the message says so,', () => {
    test('if two calls match', async () => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'reset' }, (request) => [behindTheScenes(request), behindTheScenes(request)]);
      const first = await outcome(replicas.first, wish);
      expect(first).toMatchObject(UNKNOWN);
      for (const { _id } of replicas.simulators.aicaller.rows) expect(first.userErrors[0]?.message).toContain(_id);
      expect(await outcome(replicas.first, wish)).toEqual({ ...first, replayed: true });
      replicas.simulators.aicaller.rows.length = 1;
      expect(await outcome(await replicas.start(), wish)).toEqual({ ...first, replayed: true });
      expect(postCount()).toBe(1);
    });

    const [one, other] = [{ key: 'a', value: '1' }, { key: 'b', value: '2' }];
    test.each([
      ['the same input', [one, other]],
      ['the same values in another order', [other, one]],
    ])('if one call may belong to either of two keys with %s', async (_, promptVariableValues) => {
      const first = intention({ promptVariableValues: [one, other] });
      const second = { ...first, idempotencyKey: intention().idempotencyKey, promptVariableValues };
      failNextPost(replicas.first, { kind: 'reset' });
      expect(await outcome(replicas.first, first)).toMatchObject(UNKNOWN);
      failNextPost(replicas.first, { kind: 'act-then-reset' });
      // The first key to search must not decide for the other.
      for (const wish of [second, first, second]) expect(await outcome(replicas.first, wish)).toMatchObject(UNKNOWN);
      expect(postCount()).toBe(2);
    });
  });

  describe('If AICaller can reach us, the call is identified by our own webhook:', () => {
    const PUBLIC = { PUBLIC_URL: 'https://switchboard.example.com', EVENTS_TOKEN: 'an-unguessable-token' };
    const HOOK = { url: 'https://hooks.example.com/calls', subscribedEvent: 'phoneCall.completed' };
    const webhooksOf = (request: RecordedRequest | undefined) => (JSON.parse(request?.body ?? '{}') as { phoneCallWebhooks?: Row[] }).phoneCallWebhooks;
    const SELECTION = 'id webhooks { url subscribedEvent hasSecret }';
    const read = (id: unknown) => replicas.first.ask(`query ($id: ID!) { call(id: $id) { ${SELECTION} } }`, { id });

    test("it is added to the client's webhooks", async () => {
      const graph = await replicas.start(PUBLIC);
      await outcome(graph, intention({ phoneCallWebhooks: [{ ...HOOK, secret: SECRET }] }));
      await outcome(graph, intention());
      const own = { url: expect.stringContaining(`${PUBLIC.PUBLIC_URL}/events/aicaller/${PUBLIC.EVENTS_TOKEN}`), subscribedEvent: 'phoneCall.completed' };
      expect(posts(replicas.first).map(webhooksOf)).toEqual([[{ ...HOOK, secret: SECRET }, own], [own]]);
    });

    test("no answer contains it, but answers contain the client's webhooks", async () => {
      const graph = await replicas.start(PUBLIC);
      const wish = intention({ phoneCallWebhooks: [HOOK] });
      const placed = await outcome(graph, wish);
      const answers = [placed, await outcome(graph, wish), await graph.ask(`query ($id: ID!) { call(id: $id) { ${SELECTION} } }`, { id: placed.call?.['id'] })];
      expect(answers[2]).toMatchObject({ data: { call: { webhooks: [{ ...HOOK, hasSecret: false }] } } });
      const body = { message: '' };
      failNextPost(replicas.first, { kind: 'status', status: 400, body }, (request) => {
        body.message = `unreachable: ${JSON.stringify(webhooksOf(request))}`;
      });
      const refusal = await outcome(graph, intention());
      expect(refusal).toMatchObject(failing('PROVIDER_REJECTED'));
      expect(JSON.stringify([answers, refusal, graph.switchboard.log])).not.toContain(PUBLIC.EVENTS_TOKEN);
      expect(JSON.stringify([answers, refusal, graph.switchboard.log])).not.toContain('intention=');
    });

    test('the right one of two equal calls is found', async () => {
      const graph = await replicas.start(PUBLIC);
      const wish = intention();
      failNextPost(replicas.first, { kind: 'act-then-reset' }, (request) => behindTheScenes(request, { phoneCallWebhooks: [HOOK] }));
      const { call } = await outcome(graph, wish);
      expect((await read(call?.['id'])).data.call.webhooks).not.toContainEqual(expect.objectContaining({ url: HOOK.url }));
      expect(posts(replicas.first)).toHaveLength(1);
    });

    test.each<[string, Row[]]>([
      ['without any webhook', []],
      ['with the webhook of another intention', [{ url: `${PUBLIC.PUBLIC_URL}/events/aicaller/${PUBLIC.EVENTS_TOKEN}?intention=another`, subscribedEvent: 'phoneCall.completed' }]],
    ])('an equal call %s is not accepted', async (_, phoneCallWebhooks) => {
      const graph = await replicas.start(PUBLIC);
      const wish = intention();
      failNextPost(replicas.first, { kind: 'status', status: 500 }, (request) => behindTheScenes(request, { phoneCallWebhooks }));
      expect(await outcome(graph, wish)).toMatchObject(UNKNOWN);
      expect(await outcome(graph, wish)).toMatchObject(UNKNOWN);
    });

    test('each of two keys with the same input gets its own call', async () => {
      const graph = await replicas.start(PUBLIC);
      const first = intention();
      const second = { ...first, idempotencyKey: intention().idempotencyKey };
      const outcomes = [];
      for (const wish of [first, second]) {
        failNextPost(replicas.first, { kind: 'act-then-reset' });
        outcomes.push(await outcome(graph, wish));
      }
      expect(outcomes).toMatchObject([FOUND, FOUND]);
      expect(new Set(outcomes.map(({ call }) => call?.['id'])).size).toBe(2);
    });
  });
});
