/** The same queries through every gateway: the same data, the same errors, and how many requests that took. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { ask, dataOf } from '../ask.js';
import { gateways } from '../gateways/index.js';
import { queries } from '../queries/index.js';
import { startEverything } from './everything.js';

/** Caches of Switchboard's would hide what a query costs. */
const FRESH = { 'cache-control': 'no-cache' };
/** What the answer has to have, so that three empty ones don't pass for equal. */
const EXPECTED = {
  'account-calls': ({ account }) => account.people.length > 3 && account.people.every(({ calls, person }) => calls.nodes.length > 0 && person.fullName),
  'calls-tickets': ({ calls }) => calls.nodes.some(({ tickets }) => tickets.length > 0) && calls.nodes.some(({ tickets }) => tickets.length === 0),
  'contact-person': ({ calls }) => calls.nodes.some(({ contact }) => contact?.person?.account.name) && calls.nodes.some(({ contact }) => contact?.person === null),
  'hundred-tickets': ({ tickets }) => tickets.length === 100 && tickets.every(({ call }) => call.status),
  'missing-call': ({ lost, none }) => lost.subject && lost.call === null && none === null,
  'mixed-tickets': ({ tickets }) => new Set(tickets.map(({ call }) => call.provider)).size === 3,
  'there-and-back': ({ ticket }) => ticket.call.contact.person.account.people.some(({ calls }) => calls.nodes.some(({ tickets }) => tickets.length > 0)),
  'ticket-call': ({ tickets }) => tickets.some(({ call }) => call.recordings.length > 0),
  'unknown-contact': ({ contactByPhoneNumber: { isUnknown, name, person } }) => isUnknown && name === null && person === null,
};
/** An entity that is not there leaves a gap where its type promises a value. Apollo's gateway closes it, the others say so too. */
const SAYS_WHAT_IS_MISSING = new Set(['hive', 'stitch']);
const table = [];
let everything;

before(async () => (everything = await startEverything()));
beforeEach(() => everything.forget());
after(async () => {
  await everything.close();
  const names = Object.keys(gateways);
  for (const row of [['query', ...names], ['---', ...names.map(() => '---')], ...table]) console.log(`| ${row.join(' | ')} |`);
});

/** What each gateway answers, and the requests that it took. */
async function throughEach(query, { headers = FRESH, prepare = () => undefined } = {}) {
  const answers = {};
  for (const [name, { url }] of Object.entries(everything.fronts)) {
    everything.forget();
    prepare(everything.vendors);
    answers[name] = { ...(await ask(url, query, { headers })), counts: everything.counts() };
  }
  return answers;
}

function assertSameData(answers) {
  for (const [name, { status, data }] of Object.entries(answers)) {
    assert.equal(status, 200, name);
    assert.deepEqual(data, answers.apollo.data, name);
  }
}

test('Every query of the corpus says what it expects', () => {
  assert.deepEqual(Object.keys(EXPECTED), Object.keys(queries).sort());
});

for (const [query, { text, about }] of Object.entries(queries)) {
  test(`${query}: ${about}`, async () => {
    const answers = await throughEach(text);
    table.push([query, ...Object.values(answers).map(({ counts }) => told(counts))]);
    assertSameData(answers);
    assert.ok(EXPECTED[query](answers.apollo.data));
    for (const [name, { errors = [] }] of Object.entries(answers)) {
      const isToldOfMissing = query === 'missing-call' && SAYS_WHAT_IS_MISSING.has(name);
      assert.deepEqual(errors.map(({ message }) => message), isToldOfMissing ? ['Cannot return null for non-nullable field Call.status.'] : [], name);
    }
  });
}

function told({ switchboard, crm, ...vendors }) {
  return `${switchboard} + ${crm}, ${Object.values(vendors).join('/')}`;
}

test("A hundred tickets with a hundred of Exotel's SIDs cost one request to each subgraph and one to Exotel, through each gateway", async () => {
  const answers = await throughEach(queries['hundred-tickets'].text);
  for (const [name, { counts, data }] of Object.entries(answers)) {
    assert.equal(new Set(data.tickets.map(({ call }) => call.providerCallId)).size, 100, name);
    const asked = Object.entries(counts).filter(([, count]) => count > 0);
    assert.deepEqual(Object.fromEntries(asked), { switchboard: 1, crm: 1, exotel: 1 }, name);
  }
});

test('A call is the same through each gateway as from Switchboard itself', async () => {
  const calls = (await throughEach(queries['hundred-tickets'].text)).apollo.data.tickets.map(({ call }) => call);
  const direct = await dataOf(
    everything.subgraphs.switchboard.url,
    `query ($ids: [String!]!) {
      callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { id providerCallId status direction createdAt duration price { amount currency } }
    }`,
    { variables: { ids: calls.map(({ providerCallId }) => providerCallId) } },
  );
  assert.deepEqual(calls, direct.callsByProviderIds);
});

test('A provider that fails is null in tickets, with an error for each call that names the provider; the others are there', async () => {
  const answers = await throughEach(queries['mixed-tickets'].text, { prepare: exotelIsDown });
  assertSameData(answers);
  const { tickets } = answers.apollo.data;
  assert.deepEqual(tickets.map(({ call }) => call?.provider ?? null), [...Array(100).fill(null), ...Array(10).fill('AICALLER'), ...Array(10).fill('CONTACT_CENTER')]);
  for (const [name, { errors }] of Object.entries(answers)) {
    assert.equal(errors.length, 100, name);
    assert.deepEqual(new Set(errors.map(({ path }) => path.slice(0, 3).join('.'))), new Set(tickets.slice(0, 100).map((_, index) => `tickets.${index}.call`)), name);
    for (const { extensions, message } of errors) {
      assert.deepEqual([extensions.code, extensions.provider, message], ['PROVIDER_UNAVAILABLE', 'EXOTEL', 'EXOTEL failed (HTTP 503).'], name);
    }
  }
});

test('A provider that fails is named in the sources of a page, without an error', async () => {
  const answers = await throughEach(queries['calls-tickets'].text, { prepare: exotelIsDown });
  assertSameData(answers);
  const { nodes, sources } = answers.apollo.data.calls;
  assert.ok(nodes.length > 0 && nodes.every(({ provider }) => provider !== 'EXOTEL'));
  assert.equal(sources.find(({ provider }) => provider === 'EXOTEL').status, 'FAILED');
  for (const [name, { errors }] of Object.entries(answers)) assert.equal(errors, undefined, name);
});

function exotelIsDown({ exotel }) {
  exotel.faults.add({ times: Infinity, fault: { kind: 'status', status: 503 } });
}

test('A caller whose number is none has no person, and the others keep theirs', async () => {
  const row = everything.vendors.exotel.rows.findLast(({ Direction, Status }) => Direction === 'inbound' && Status === 'completed');
  const number = row.From;
  row.From = 'anonymous';
  try {
    const answers = await throughEach(queries['contact-person'].text);
    assertSameData(answers);
    const contacts = answers.apollo.data.calls.nodes.map(({ contact }) => contact);
    assert.deepEqual(contacts.filter((contact) => contact && contact.e164 === null).map(({ person }) => person), [null]);
    assert.ok(contacts.some((contact) => contact?.person));
    for (const [name, { errors }] of Object.entries(answers)) assert.equal(errors, undefined, name);
  } finally {
    row.From = number;
  }
});

test('Of a call that nobody has, the key is what the CRM says, and the rest is null', async () => {
  const answers = await throughEach('{ ticket(id: "lost") { call { provider duration endedAt } } }');
  assertSameData(answers);
  assert.deepEqual(answers.apollo.data, { ticket: { call: { provider: 'EXOTEL', duration: null, endedAt: null } } });
  for (const [name, { errors }] of Object.entries(answers)) assert.equal(errors, undefined, name);
});

test('What Switchboard refuses is refused through each gateway, with its code', async () => {
  const answers = await throughEach('{ call(id: "none") { status } }');
  assertSameData(answers);
  for (const [name, { data, errors }] of Object.entries(answers)) {
    assert.deepEqual(data, { call: null }, name);
    assert.deepEqual(errors.map(({ extensions: { code, argument } }) => [code, argument]), [['BAD_USER_INPUT', 'id']], name);
  }
});
