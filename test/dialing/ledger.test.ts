import { closedPort } from '../support/closed-port.js';
import { LEAST, type Payload, place, posts } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import { type Answer, codesIn } from '../support/graph.js';
import { failing, failNextPost, intention, ledgerEntry, outcome, outcomeOf } from '../support/intentions.js';
import { useReplicas } from '../support/replicas.js';
import { describeOnEachStore } from '../support/stores.js';

const ARCHIVED = { kind: 'status', status: 400, body: { message: 'the template is archived' } } as const;

describeOnEachStore(({ settings }) => {
  const replicas = useReplicas(settings);
  const postCount = () => posts(replicas.first).length;

  describe('The same key with the same input returns the same call, and no second phone rings,', () => {
    test('from the same process', async () => {
      const wish = intention();
      const first = await outcome(replicas.first, wish);
      expect(first).toEqual({ call: { id: expect.any(String) }, replayed: false, userErrors: [] });
      expect(await outcome(replicas.first, wish)).toEqual({ ...first, replayed: true });
      expect(postCount()).toBe(1);
    });

    test('from another process', async () => {
      const wish = intention();
      const first = await outcome(replicas.first, wish);
      expect(await outcome(await replicas.start(), wish)).toEqual({ ...first, replayed: true });
      expect(postCount()).toBe(1);
    });

    test('after a restart', async () => {
      const wish = intention();
      const before = await replicas.start();
      const first = await outcome(before, wish);
      await before.stop();
      expect(await outcome(await replicas.start(), wish)).toEqual({ ...first, replayed: true });
      expect(postCount()).toBe(1);
    });

    test("with the call's current state", async () => {
      const wish = intention();
      await place(replicas.first, wish);
      Object.assign(replicas.simulators.aicaller.rows[0] ?? {}, { status: 'busy' });
      const again = await place(replicas.first, wish, 'status');
      expect(outcomeOf(again)).toEqual({ call: { status: 'BUSY' }, replayed: true, userErrors: [] });
    });

    test('if absent fields are null or omitted', async () => {
      const wish = intention();
      await outcome(replicas.first, wish);
      expect(await outcome(replicas.first, { ...wish, phoneNumberId: null, phoneCallWebhooks: null })).toMatchObject({ replayed: true, userErrors: [] });
      expect(postCount()).toBe(1);
    });

    test('although the client disconnected before the answer', async () => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'delay', milliseconds: 100 });
      const gone = new AbortController();
      const query = 'mutation ($input: CreatePhoneCallInput!) { createPhoneCall(input: $input) { replayed } }';
      const answer = fetch(replicas.first.switchboard.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { input: { ...LEAST, ...wish } } }),
        signal: gone.signal,
      });
      await eventually('the POST', () => postCount() === 1);
      gone.abort();
      await expect(answer).rejects.toThrow();
      expect(await outcome(replicas.first, wish)).toMatchObject({ call: { id: expect.any(String) }, replayed: true, userErrors: [] });
      expect(postCount()).toBe(1);
    });
  });

  describe('The same key with another input is refused, and nothing is sent', () => {
    test.each([
      ['another number', { toPhoneNumber: '+12025550144' }],
      ['another variable', { promptVariableValues: [{ key: 'customer_name', value: 'Grace' }] }],
      ['one more field', { record: true }],
    ])('with %s', async (_, change) => {
      const wish = intention();
      await outcome(replicas.first, wish);
      const refusal = { call: null, replayed: false, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['idempotencyKey'], message: expect.any(String) }] };
      expect(await outcome(replicas.first, { ...wish, ...change })).toEqual(refusal);
      expect(await outcome(await replicas.start(), { ...wish, ...change })).toEqual(refusal);
      expect(postCount()).toBe(1);
    });

    test('while the first request is still in progress', async () => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'delay', milliseconds: 200 });
      const first = outcome(replicas.first, wish);
      await eventually('the POST', () => postCount() === 1);
      expect(await outcome(replicas.first, { ...wish, record: true })).toMatchObject(failing('IDEMPOTENCY_KEY_REUSED'));
      expect(await first).toMatchObject({ userErrors: [] });
      expect(postCount()).toBe(1);
    });
  });

  describe('One phone rings, and all clients get the same call,', () => {
    /** Checks that all have one call, which one of them placed. */
    function expectOneCall(outcomes: readonly Payload['createPhoneCall'][]): void {
      expect(new Set(outcomes.map(({ call }) => call?.['id'])).size).toBe(1);
      expect(outcomes[0]?.call).not.toBeNull();
      expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(postCount()).toBe(1);
    }

    test('with two concurrent requests', async () => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'delay', milliseconds: 50 });
      expectOneCall(await Promise.all([outcome(replicas.first, wish), outcome(replicas.first, wish)]));
    });

    test('with hundreds of concurrent requests', async () => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'delay', milliseconds: 300 });
      expectOneCall(await Promise.all(Array.from({ length: 300 }, () => outcome(replicas.first, wish))));
    });

    test('with many concurrent requests to two processes', async () => {
      const wish = intention();
      const both = [replicas.first, await replicas.start()];
      failNextPost(replicas.first, { kind: 'delay', milliseconds: 50 });
      expectOneCall(await Promise.all(Array.from({ length: 20 }, (_, index) => outcome(both[index % 2] ?? replicas.first, wish))));
    });

  });

  test('A document with two createPhoneCall fields places no call', async () => {
    const mutation = `mutation ($input: CreatePhoneCallInput!) {
      a: createPhoneCall(input: $input) { replayed }
      ... on Mutation { ...another }
    }
    fragment another on Mutation { b: createPhoneCall(input: $input) { replayed } }`;
    const { status, errors } = await replicas.first.ask(mutation, { input: { ...LEAST, ...intention() } });
    expect({ status, codes: codesIn({ errors } as Answer) }).toEqual({ status: 400, codes: ['GRAPHQL_VALIDATION_FAILED'] });
    expect(postCount()).toBe(0);
  });

  describe('A refusal', () => {
    test.each([
      ['a corrected input', { callTemplateId: 'template-2' }],
      ['the same input', {}],
    ])('leaves the key free for %s', async (_, correction) => {
      const wish = intention();
      failNextPost(replicas.first, ARCHIVED);
      expect(await outcome(replicas.first, wish)).toMatchObject(failing('PROVIDER_REJECTED'));
      const corrected = { ...wish, ...correction };
      const second = await outcome(replicas.first, corrected);
      expect(second).toMatchObject({ call: { id: expect.any(String) }, replayed: false, userErrors: [] });
      expect(await outcome(replicas.first, corrected)).toEqual({ ...second, replayed: true });
      expect(postCount()).toBe(2);
    });

    test('is returned to all requests that waited for it', async () => {
      const wish = intention();
      const unauthorized = await replicas.start({ AICALLER_API_KEY: 'another-key' });
      failNextPost(replicas.first, { kind: 'delay', milliseconds: 50 });
      const refused = failing('PROVIDER_REJECTED');
      expect(await Promise.all([outcome(unauthorized, wish), outcome(unauthorized, wish)])).toMatchObject([refused, refused]);
      expect(postCount()).toBe(1);
    });

    test('ends the wait in another process, while a third process places the call', async () => {
      const wish = intention();
      const unauthorized = await replicas.start({ AICALLER_API_KEY: 'another-key', UPSTREAM_TIMEOUT_MS: '1000' });
      const waiting = await replicas.start();
      failNextPost(replicas.first, { kind: 'delay', milliseconds: 100 });
      const first = outcome(unauthorized, wish);
      await eventually('the POST', () => postCount() === 1);
      const second = outcome(waiting, wish);
      expect(await first).toMatchObject(failing('PROVIDER_REJECTED'));
      const third = await outcome(replicas.first, wish);
      expect(third).toMatchObject({ call: { id: expect.any(String) }, userErrors: [] });
      // The refusal or the call, depending on when it looked.
      const { call, userErrors } = await second;
      expect([{ call: null, codes: ['PROVIDER_REJECTED'] }, { call: third.call, codes: [] }]).toContainEqual({ call, codes: userErrors.map(({ code }) => code) });
      expect(postCount()).toBe(2);
    });
  });

  test("If nothing listens at AICaller's address, the key can be used again", async () => {
    const wish = intention();
    const lonely = await replicas.start({ AICALLER_BASE_URL: await closedPort() });
    expect(await outcome(lonely, wish)).toMatchObject(failing('PROVIDER_UNAVAILABLE'));
    expect(await outcome(lonely, wish)).toMatchObject(failing('PROVIDER_UNAVAILABLE'));
    expect(await outcome(replicas.first, wish)).toMatchObject({ call: { id: expect.any(String) }, replayed: false, userErrors: [] });
    expect(postCount()).toBe(1);
  });

  test('Without a key each request places a separate call, and the ledger records it', async () => {
    const { idempotencyKey: _, ...wish } = intention();
    const outcomes = [await outcome(replicas.first, wish), await outcome(replicas.first, wish)];
    expect(outcomes).toEqual([expect.objectContaining({ replayed: false, userErrors: [] }), expect.objectContaining({ replayed: false, userErrors: [] })]);
    const ids = replicas.simulators.aicaller.rows.map((row) => String(row['_id']));
    expect(ids).toHaveLength(2);
    for (const id of ids) expect(await ledgerEntry(settings, 'provider_call_id', id)).toMatchObject({ state: 'PLACED', idempotency_key: null });
  });

  test('Data about the called person is deleted when it is no longer needed', async () => {
    const wish = intention();
    await outcome(replicas.first, wish);
    const entry = JSON.stringify(await ledgerEntry(settings, 'idempotency_key', wish.idempotencyKey));
    expect(entry).toContain('PLACED');
    expect(entry).not.toContain(LEAST.toPhoneNumber);
    expect(entry).not.toContain(wish.nameOfHuman);
  });
});
