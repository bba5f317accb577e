import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AuditRow } from '../../src/store/tables.js';
import { PRODUCT } from '../support/child.js';
import { LEAST, place, posts } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import type { Graph } from '../support/graph.js';
import { failNextPost, intention, placeBehindTheScenes } from '../support/intentions.js';
import { linesSaying } from '../support/logged.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { describeOnEachStore, readStore } from '../support/stores.js';
import { request } from '../support/switchboard.js';
import { bearer, ISSUER, useIssuer } from '../support/tokens.js';

const issuer = useIssuer();
const NUMBER = '+12025550187';

describeOnEachStore((store) => {
  const replicas = useReplicas(store.settings);
  /** The rows of the audit for one input, oldest first. They are found by the name of the caller. */
  const rowsOf = (subject: string): Promise<AuditRow[]> => readStore(store.settings, (db) => db.selectFrom('audit').selectAll().where('subject', '=', subject).orderBy('at').orderBy('outcome', 'desc').execute());
  const outcomesOf = async (subject: string) => (await rowsOf(subject)).map(({ outcome }) => outcome);

  /** Places calls as a caller. */
  async function as(subject: string, environment: Record<string, string> = {}): Promise<Graph & { replica: Replica }> {
    const replica = await replicas.start({ ...store.settings, ...issuer.settings, ...environment });
    const headers = { ...bearer(await issuer.token({ sub: subject, scope: 'calls:read calls:create personal:read' })), 'x-request-id': `request-of-${subject}` };
    return { replica, simulators: replicas.simulators, ask: (query: string, variables = {}) => request(replica.switchboard.url, query, variables, headers) } as never;
  }

  test('A call is in the audit before it is placed and afterwards, with its caller, and in the log', async () => {
    const ada = await as('placed');
    const { call } = (await place(ada, { toPhoneNumber: NUMBER })).data.createPhoneCall;
    const rows = await rowsOf('placed');
    const always = { action: 'PLACE_CALL', account: 'aicaller', issuer: ISSUER, subject: 'placed', request_id: 'request-of-placed', attempt: rows[0]?.attempt };
    expect(rows).toEqual([
      { ...always, id: expect.any(String), at: expect.any(Number), outcome: 'TRIED', target: null, number_hash: expect.any(String) },
      { ...always, id: expect.any(String), at: expect.any(Number), outcome: 'PLACED', target: call?.['id'], number_hash: null },
    ]);
    expect(linesSaying(ada.replica.switchboard, 'audit').map(({ audit }) => audit)).toEqual(rows);
    expect(JSON.stringify([rows, ada.replica.switchboard.log])).not.toContain(NUMBER.slice(2));
  });

  test('A call that the provider refused', async () => {
    const ada = await as('refused');
    failNextPost(ada, { kind: 'status', status: 422, body: {} });
    await place(ada);
    expect(await outcomesOf('refused')).toEqual(['TRIED', 'REFUSED']);
  });

  test('A call whose answer was lost and that was found later is there with each step', async () => {
    const ada = await as('lost');
    const input = intention();
    failNextPost(ada, { kind: 'status', status: 500 });
    expect((await place(ada, input)).data.createPhoneCall.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(await outcomesOf('lost')).toEqual(['TRIED', 'UNKNOWN']);
    const [post] = posts(ada);
    placeBehindTheScenes(ada, post as NonNullable<typeof post>);
    const found = await eventually('the call', async () => (await place(ada, input)).data.createPhoneCall.call, (call) => call !== null);
    const rows = await rowsOf('lost');
    expect(rows.map(({ outcome }) => outcome).sort()).toEqual(['PLACED', 'TRIED', 'UNKNOWN']);
    expect(rows.find(({ outcome }) => outcome === 'PLACED')).toMatchObject({ target: found?.['id'], request_id: 'request-of-lost' });
  });

  test('A repeated request adds nothing, because nothing was done for it', async () => {
    const ada = await as('repeated');
    const input = intention();
    await place(ada, input);
    await place(ada, input);
    expect(await outcomesOf('repeated')).toEqual(['TRIED', 'PLACED']);
  });

  test('A call that is not allowed', async () => {
    await place(await as('prefix', { DIAL_ALLOWED_PREFIXES: '+33' }));
    expect(await rowsOf('prefix')).toMatchObject([{ outcome: 'NOT_ALLOWED', target: null, number_hash: expect.any(String) }]);
  });

  describe('Calls per hour', () => {
    test('are limited for each caller; the answer says when to come again', async () => {
      const ada = await as('busy', { DIAL_CALLS_PER_HOUR: '2' });
      const outcomes = [];
      for (let time = 0; time < 3; time++) outcomes.push((await place(ada, intention())).data.createPhoneCall);
      expect(outcomes.map(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([[], [], ['NOT_ALLOWED']]);
      const [, instant = ''] = /after (\S+)\.$/.exec(outcomes[2]?.userErrors[0]?.message ?? '') ?? [];
      const first = (await rowsOf('busy'))[0] as AuditRow;
      expect(Date.parse(instant)).toBeGreaterThanOrEqual(first.at + 3_600_000 - 1000);
      expect(Date.parse(instant)).toBeLessThanOrEqual(Date.now() + 3_600_000);
      expect(posts(ada)).toHaveLength(2);
      const refused = (await rowsOf('busy')).filter(({ outcome }) => outcome === 'NOT_ALLOWED');
      expect(refused).toMatchObject([{ number_hash: first.number_hash, target: null }]);
      expect((await place(await as('idle', { DIAL_CALLS_PER_HOUR: '2' }))).data.createPhoneCall.userErrors).toEqual([]);
    });

    test('of many at once, exactly as many as allowed are placed', async () => {
      const ada = await as('crowd', { DIAL_CALLS_PER_HOUR: '3' });
      const answers = await Promise.all(Array.from({ length: 9 }, () => place(ada, intention())));
      expect(answers.filter(({ data }) => data.createPhoneCall.call !== null)).toHaveLength(3);
      expect(posts(ada)).toHaveLength(3);
    });

    test('do not count calls that the provider refused, and a refused key stays free', async () => {
      const ada = await as('unlucky', { DIAL_CALLS_PER_HOUR: '1' });
      failNextPost(ada, { kind: 'status', status: 422, body: {} });
      const input = intention();
      await place(ada, input);
      expect((await place(ada, input)).data.createPhoneCall).toMatchObject({ replayed: false, userErrors: [] });
      const late = intention();
      expect((await place(ada, late)).data.createPhoneCall.userErrors).toMatchObject([{ code: 'NOT_ALLOWED' }]);
      expect((await place(await as('unlucky'), late)).data.createPhoneCall).toMatchObject({ replayed: false, userErrors: [] });
    });
  });
});

test('The command prints the hash under which a number is in the audit', async () => {
  const environment = { PATH: process.env['PATH'], AICALLER_API_KEY: 'key', AICALLER_BASE_URL: 'http://127.0.0.1:9' };
  const run = (...options: string[]) => promisify(execFile)(process.execPath, [join(PRODUCT, 'hash-number.js'), ...options], { env: environment });
  const [name, hash] = (await run(LEAST.toPhoneNumber)).stdout.trim().split(' ');
  expect(name).toBe('aicaller');
  expect(hash).toMatch(/^[\w-]{43}$/);
  expect(hash).not.toBe(createHmac('sha256', 'key').update(LEAST.toPhoneNumber).digest('base64url'));
  expect((await run('+33199001234')).stdout).not.toContain(hash);
  await expect(run('12025550143')).rejects.toMatchObject({ code: 1 });
});
