import { randomUUID } from 'node:crypto';
import { codesIn, type Data } from '../support/graph.js';
import { writeGlobalId } from '../support/global-ids.js';
import { eventually } from '../support/eventually.js';
import { metric } from '../support/metric.js';
import { send, TOKEN } from '../support/notifying.js';
import { useReplicas } from '../support/replicas.js';
import { Subscriber } from '../support/subscriber.js';
import { ago, exotelRow, HOUR, serve, sid } from '../vendors/rows.js';

const NORTH_TOKEN = 'the-token-of-the-north';
const replicas = useReplicas({}, {
  accounts: ['exotel-north'],
  environment: { EVENTS_TOKEN: TOKEN, EXOTEL_NORTH_EVENTS_TOKEN: NORTH_TOKEN },
});
const north = () => {
  const simulator = replicas.simulators.accounts['exotel-north'];
  if (!simulator) throw new Error('exotel-north is not simulated.');
  return simulator;
};
const CALL = 'query ($id: ID!) { call(id: $id) { providerCallId } }';
const own = (number: number) => ({ id: writeGlobalId('Call', 'EXOTEL', sid(number)) });
const ofNorth = (number: number) => ({ id: writeGlobalId('Call', 'exotel-north', sid(number)) });

test('Each account has its own budget', async () => {
  const replica = await replicas.start({ EXOTEL_REQUESTS_PER_MINUTE: '2', EXOTEL_NORTH_REQUESTS_PER_MINUTE: '100' });
  serve(replicas.simulators.exotel, ...[1, 2, 3].map((number) => exotelRow(sid(number), ago(HOUR))));
  serve(north(), exotelRow(sid(4), ago(HOUR)));
  const answers = [];
  for (const variables of [own(1), own(2), own(3), ofNorth(4)]) answers.push(await replica.ask(CALL, variables));
  expect(answers.map(codesIn)).toEqual([[], [], ['PROVIDER_RATE_LIMITED'], []]);
  const { providerAccounts } = await replica.data('{ providerAccounts { name health { budget { limit left } } } }');
  expect(providerAccounts.filter(({ name }: { name: string }) => name.startsWith('exotel'))).toEqual([
    { name: 'exotel', health: { budget: { limit: 2, left: 0 } } },
    { name: 'exotel-north', health: { budget: { limit: 100, left: 99 } } },
  ]);
});

test('Each account has its own breaker and health, and the provider shows the worst', async () => {
  const replica = await replicas.start({ BREAKER_FAILURES: '1' });
  serve(replicas.simulators.exotel, exotelRow(sid(1), ago(HOUR)));
  north().faults.add({ fault: { kind: 'status', status: 503 }, times: Infinity });
  for (let time = 0; time < 3; time++) await replica.ask(CALL, ofNorth(4));
  const asked = north().requests.length;
  expect(codesIn(await replica.ask(CALL, ofNorth(5)))).toEqual(['PROVIDER_UNAVAILABLE']);
  expect(north().requests.length).toBe(asked);
  expect((await replica.ask(CALL, own(1))).data).toEqual({ call: { providerCallId: sid(1) } });
  const { providers, providerAccount, other } = await replica.data(
    '{ providers { name health { status breaker } } providerAccount(name: "exotel-north") { health { status breaker } } other: providerAccount(name: "exotel") { health { status breaker } } }',
  );
  const DOWN = { status: 'DOWN', breaker: 'OPEN' };
  expect([providerAccount.health, other.health]).toEqual([DOWN, { status: 'HEALTHY', breaker: 'CLOSED' }]);
  expect(providers.find(({ name }: Data) => name === 'EXOTEL').health).toEqual(DOWN);
});

test('Metrics and the log name the account', async () => {
  const replica = await replicas.start();
  north().faults.add({ fault: { kind: 'status', status: 401 }, times: Infinity });
  await replica.ask(CALL, ofNorth(4));
  const count = (account: string) => metric(replica, 'switchboard_upstream_requests_total', { provider: 'EXOTEL', account, outcome: 'PROVIDER_UNAUTHORIZED' });
  expect([await count('exotel-north'), await count('exotel')]).toEqual([1, null]);
  const logged = replica.switchboard.log.map((line) => JSON.parse(line) as Data).filter(({ outcome }) => outcome === 'PROVIDER_UNAUTHORIZED');
  expect(logged).toMatchObject([{ provider: 'EXOTEL', account: 'exotel-north' }]);
});

describe('Notifications:', () => {
  const notify = (path: string, callSid: string) => send(replicas.first, path, JSON.stringify({ CallSid: callSid, nonce: randomUUID() }), 'application/json');

  test('each account has an address and a token of its own', async () => {
    const statuses = [];
    for (const [account, token] of [['exotel', TOKEN], ['exotel-north', NORTH_TOKEN], ['exotel', NORTH_TOKEN], ['exotel-north', TOKEN], ['exotel-south', NORTH_TOKEN]]) {
      statuses.push(await notify(`/events/${account}/${token}`, sid(1)));
    }
    expect(statuses).toEqual([200, 200, 404, 404, 404]);
  });

  test('a call is read at the account that notified, and subscribers can follow an account', async () => {
    serve(north(), exotelRow(sid(7), ago(HOUR)));
    const fields = 'providerCallId providerAccount { name }';
    const ofAll = await Subscriber.toCalls(replicas.first.switchboard.url, {}, fields);
    const ofDefault = await Subscriber.toCalls(replicas.first.switchboard.url, { providerAccounts: ['exotel'] }, fields);
    const ofAccount = await Subscriber.toCalls(replicas.first.switchboard.url, { providerAccounts: ['exotel-north'], providers: ['EXOTEL'] }, fields);
    await notify(`/events/exotel-north/${NORTH_TOKEN}`, sid(7));
    const told = [{ providerCallId: sid(7), providerAccount: { name: 'exotel-north' } }];
    expect([await ofAll.hears(1), await ofAccount.hears(1), ofDefault.calls]).toEqual([told, told, []]);
    expect(replicas.simulators.exotel.requests.filter(({ rawUrl }) => rawUrl.includes(sid(7)))).toEqual([]);
    for (const one of [ofAll, ofDefault, ofAccount]) one.close();
  });

  test('a call that a subscriber names is polled at its own account', async () => {
    const row = exotelRow(sid(8), ago(HOUR), { Status: 'no-answer' });
    serve(north(), row);
    const callId = writeGlobalId('Call', 'exotel-north', sid(8));
    const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url, { callIds: [callId] });
    expect(await subscriber.hears(1)).toEqual([{ id: callId, status: 'NO_ANSWER' }]);
    expect(replicas.simulators.exotel.requests.filter(({ rawUrl }) => rawUrl.includes(sid(8)))).toEqual([]);
    subscriber.close();
  });

  test('an account that nobody knows is a mistake of the subscriber', async () => {
    const subscriber = new Subscriber(replicas.first.switchboard.url, 'subscription { callUpdated(providerAccounts: ["exotel-south"]) { id } }');
    const mistake = await eventually('an answer', () => subscriber.answers[0]?.errors);
    expect(mistake).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'providerAccounts.0' } }]);
    subscriber.close();
  });
});
