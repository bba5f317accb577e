/** What comes in more than one piece: subscriptions, and answers of which a part is deferred. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, dataOf } from '../ask.js';
import { startEverything } from './everything.js';
import { follow } from './follow.js';

const ABLE = ['hive', 'stitch'];
const UPDATES = 'subscription { callUpdated { providerCallId status contact { e164 person { fullName account { name } } } } }';
const PLACE = `mutation ($key: String!, $number: String!) {
  createPhoneCall(input: {
    idempotencyKey: $key, teamId: "363573667364666473667332", callTemplateId: "363573667364666473667332"
    nameOfHuman: "Jo", toPhoneNumber: $number, promptVariableValues: []
  }) { call { providerCallId } userErrors { message } }
}`;
let everything;

before(async () => (everything = await startEverything()));
beforeEach(() => everything.forget());
after(() => everything.close());

for (const name of ABLE) {
  test(`Through ${name}, a client follows a call that it has had placed, and hears from the CRM whom it is with`, { timeout: 30_000 }, async () => {
    const { url } = everything.fronts[name];
    const { account } = await dataOf(url, '{ account(id: "a1") { name people { e164 person { fullName } } } }');
    const [{ e164, person }] = account.people;
    const leaving = new AbortController();
    const heard = [];
    const following = (async () => {
      for await (const { data, errors } of follow(url, UPDATES, leaving.signal, { authorization: 'Bearer of-one-client' })) {
        assert.equal(errors, undefined);
        heard.push(data.callUpdated);
        if (data.callUpdated.status === 'COMPLETED') break;
      }
    })();
    await sleep(1000);
    const { createPhoneCall } = await dataOf(url, PLACE, { variables: { key: `placed-through-${name}`, number: e164 } });
    assert.deepEqual(createPhoneCall.userErrors, []);
    const { providerCallId } = createPhoneCall.call;
    const row = everything.vendors.aicaller.rows.find(({ _id }) => _id === providerCallId);
    Object.assign(row, { status: 'completed', updatedAt: new Date().toISOString() });
    await following;
    leaving.abort();
    // Clients share the gateway's WebSocket, and what one of them says of itself does not reach it.
    const upgrades = everything.recorders.switchboard.requests.filter(({ headers }) => headers.upgrade === 'websocket');
    assert.ok(upgrades.every(({ headers }) => headers.authorization === undefined));
    assert.deepEqual(heard.at(-1), { providerCallId, status: 'COMPLETED', contact: { e164, person: { fullName: person.fullName, account: { name: account.name } } } });
  });

  test(`Through ${name}, tickets are there before their deferred calls, which cost one request to Exotel all the same`, async () => {
    everything.vendors.exotel.faults.add({ fault: { kind: 'delay', milliseconds: 500 } });
    const parts = [];
    for await (const part of follow(everything.fronts[name].url, '{ tickets(first: 20) { id ... @defer { call { status } } } }', null, { 'cache-control': 'no-cache' })) {
      parts.push({ part, at: performance.now() });
    }
    const [first, ...later] = parts;
    assert.deepEqual(Object.keys(first.part.data.tickets[0]), ['id']);
    assert.ok(later[0].at - first.at > 400);
    const deferred = later.flatMap(({ part }) => part.incremental ?? []);
    assert.equal(deferred.length, 20);
    assert.ok(deferred.every(({ data }) => data.call.status));
    assert.equal(everything.counts().exotel, 1);
  });
}

test("Apollo's gateway in JavaScript has neither", async () => {
  const { url } = everything.fronts.apollo;
  const deferred = await ask(url, '{ tickets(first: 1) { id ... @defer { call { status } } } }');
  assert.match(deferred.errors[0].message, /Unknown directive "@defer"/);
  const subscribed = await ask(url, UPDATES);
  assert.equal(subscribed.errors[0].message, 'Execution of subscriptions not supported by gateway');
});
