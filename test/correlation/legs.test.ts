import type { Row } from '../../src/simulators/index.js';
import { rfc2822 } from '../../src/simulators/twilio/rfc2822.js';
import { writeGlobalId } from '../support/global-ids.js';
import { useGraph } from '../support/graph.js';
import { add, globalId, type KnownCall, providerCallId, serve } from '../support/known-calls.js';
import { inShort, type SameCall, sameCallsOf } from '../support/same-calls.js';
import { ago, DAY, HOUR, plivoTime, plivoUuid, SECOND } from '../vendors/rows.js';
import { sample, sampleCall } from '../vendors/samples.js';

const graph = useGraph({ calls: 0, environment: { CACHE_MAX_CALLS: '10000' } });
const AT = ago(30 * HOUR);

/** The matches of some calls, of each alone and of all together. They have to be the same. */
async function matchesOf(ids: readonly string[]): Promise<(readonly SameCall[])[]> {
  const alone: (readonly SameCall[])[] = [];
  for (const id of ids) alone.push(...(await sameCallsOf(graph, [id])).matches);
  const together = await sameCallsOf(graph, ids);
  expect(together.matches).toEqual(alone);
  expect(together.codes).toEqual([]);
  return alone;
}

describe('Of a conversation at Twilio', () => {
  let conversations = 0;
  /** A conversation with two legs. */
  function conversation(daysEarlier = 0) {
    const number = (conversations += 1);
    const sidOf = (leg: number) => `CA${(number * 10 + leg).toString(16).padStart(32, '0')}`;
    const at = AT + number * 60 * SECOND - daysEarlier * DAY;
    const row = (leg: number, parent: string | null): Row => ({ ...sampleCall('twilio'), sid: sidOf(leg), parent_call_sid: parent, date_created: rfc2822(at + leg * SECOND), start_time: rfc2822(at + leg * SECOND), end_time: rfc2822(at + 60 * SECOND) });
    graph.simulators.twilio.rows.push(row(0, null), row(1, sidOf(0)), row(2, sidOf(0)));
    const named = (sid: string) => {
      const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
      graph.simulators.skipcall.rows.push({ ...sampleCall('skipcall'), id, createdAt: new Date(at).toISOString(), startedAt: new Date(at).toISOString(), userProviderSid: sid, adminProviderSid: null, providerConferenceId: null });
      return id;
    };
    return { parent: sidOf(0), leg: sidOf(1), sibling: sidOf(2), named };
  }
  const skipcall = (id: string) => writeGlobalId('Call', 'SKIPCALL', id);
  const twilio = (id: string) => writeGlobalId('Call', 'TWILIO', id);
  const read = async (...ids: string[]) => graph.data('query ($ids: [ID!]!) { callsByIds(ids: $ids) { id } }', { ids });

  test('a record that names the parent matches the parent alone, and every leg matches the record', async () => {
    const four = Array.from({ length: 4 }, () => conversation()).map((one) => ({ ...one, record: one.named(one.parent) }));
    expect((await matchesOf(four.map(({ record }) => skipcall(record)))).map(inShort)).toEqual(four.map(({ parent }) => [`SAME_LEG ${parent}`]));
    expect((await matchesOf(four.map(({ parent }) => twilio(parent)))).map(inShort)).toEqual(four.map(({ record }) => [`SAME_LEG ${record}`]));
    const found = await matchesOf(four.map(({ leg }) => twilio(leg)));
    expect(found.map(inShort)).toEqual(four.map(({ record }) => [`SAME_CONVERSATION ${record}`]));
    expect(found[0]?.[0]?.evidence).toEqual([`one record has the Twilio call id ${four[0]?.parent}, and the other call is a leg of it`]);
  });

  test('a record that names a leg matches the leg and the parent, and the parent and the other leg match the record', async () => {
    const four = Array.from({ length: 4 }, () => conversation()).map((one) => ({ ...one, record: one.named(one.leg) }));
    const records = await matchesOf(four.map(({ record }) => skipcall(record)));
    expect(records.map(inShort)).toEqual(four.map(({ leg, parent }) => [`SAME_LEG ${leg}`, `SAME_CONVERSATION ${parent}`]));
    const parents = await matchesOf(four.map(({ parent }) => twilio(parent)));
    expect(parents.map(inShort)).toEqual(four.map(({ record }) => [`SAME_CONVERSATION ${record}`]));
    const which = [`one record has the Twilio call id ${four[0]?.leg}, a leg of the other call`];
    expect([records[0]?.[1]?.evidence, parents[0]?.[0]?.evidence]).toEqual([which, which]);
    expect((await matchesOf(four.map(({ leg }) => twilio(leg)))).map(inShort)).toEqual(four.map(({ record }) => [`SAME_LEG ${record}`]));
    const siblings = await matchesOf(four.map(({ sibling }) => twilio(sibling)));
    expect(siblings.map(inShort)).toEqual(four.map(({ record }) => [`SAME_CONVERSATION ${record}`]));
    expect(siblings[0]?.[0]?.evidence).toEqual([`one record has the Twilio call id ${four[0]?.leg}, another leg of the same conversation`]);
    expect(await matchesOf(four.flatMap(({ record, parent, leg, sibling }) => [skipcall(record), twilio(parent), twilio(leg), twilio(sibling)]))).toHaveLength(16);
  });

  test('the parent leads to the record although nothing but the record was read before', async () => {
    const { parent, leg, named } = conversation();
    const record = named(leg);
    await read(skipcall(record));
    expect(inShort((await sameCallsOf(graph, [twilio(parent)])).matches[0])).toEqual([`SAME_CONVERSATION ${record}`]);
  });

  test('the legs of a page of calls cost a request for all of them', async () => {
    const thirty = Array.from({ length: 30 }, () => conversation()).map((one) => ({ ...one, record: one.named(one.leg) }));
    await read(...thirty.flatMap(({ parent, record }) => [twilio(parent), skipcall(record)]));
    const { matches, requests } = await sameCallsOf(graph, thirty.map(({ parent }) => twilio(parent)));
    expect([matches.map(inShort), requests(graph.simulators.twilio)]).toEqual([thirty.map(({ record }) => [`SAME_CONVERSATION ${record}`]), 1]);
  });

  test('the legs of a page of calls over months cost a request too, if the account has few calls', async () => {
    const forty = Array.from({ length: 40 }, (_, index) => conversation(3 * index)).map((one) => ({ ...one, record: one.named(one.leg) }));
    await read(...forty.flatMap(({ parent, record }) => [twilio(parent), skipcall(record)]));
    const { matches, codes, requests } = await sameCallsOf(graph, forty.map(({ parent }) => twilio(parent)));
    expect([matches.map(inShort), codes, requests(graph.simulators.twilio)]).toEqual([forty.map(({ record }) => [`SAME_CONVERSATION ${record}`]), [], 1]);
  });

  test('legs that can not be read are told, and what is known is in the answer', async () => {
    const { parent, named } = conversation();
    await read(twilio(parent), skipcall(named(`CA${'e'.repeat(32)}`)));
    graph.simulators.twilio.faults.add({ fault: { kind: 'status', status: 403 }, times: Infinity });
    const { matches, codes } = await sameCallsOf(graph, [twilio(parent)]);
    expect([matches, codes]).toEqual([[[]], ['PROVIDER_UNAUTHORIZED']]);
  });
});

describe('Of a conversation at Plivo', () => {
  let conversations = 0;
  const recordingId = (index: number) => `abcdef00-5c0b-41e7-a664-${index.toString(16).padStart(12, '0')}`;
  const urlOf = (id: string) => `https://media.plivo.com/v1/Account/MAEXAMPLE0000000000A/Recording/${id}.mp3`;

  /** A conversation with a leg to an agent, and a record at the contact centre that has a recording of one of the two. */
  function conversation(recorded: 'parent' | 'leg', spelled = (id: string) => id) {
    conversations += 1;
    const numbers = { parent: conversations * 10, leg: conversations * 10 + 1, sibling: conversations * 10 + 2 };
    const at = AT - conversations * 300 * SECOND;
    const call: KnownCall = { provider: 'PLIVO', number: numbers.parent, createdAt: at, status: 'COMPLETED', direction: 'INBOUND', person: `+1202555${String(10 + conversations)}01`, line: '+33199005678', duration: 60, price: null };
    const record: KnownCall = { ...call, provider: 'CONTACT_CENTER' };
    add(graph.simulators, [call, record]);
    const rows = graph.simulators.plivo.rows;
    const parent = rows.at(-1) as Row;
    const leg = (number: number): Row => ({ ...parent, call_uuid: plivoUuid(number), parent_call_uuid: plivoUuid(numbers.parent), call_direction: 'outbound', to_number: 'sip:agent1@phone.example.com' });
    rows.push(leg(numbers.leg), leg(numbers.sibling));
    const id = recordingId(conversations);
    const owner = rows.find((row) => row['call_uuid'] === plivoUuid(numbers[recorded])) as Row;
    owner['recordings'] = [{ ...((sample('plivo')['recordings'] as { objects: Row[] }).objects[0] as Row), recording_id: id, call_uuid: owner['call_uuid'], add_time: plivoTime(at + 70 * SECOND), recording_url: urlOf(id) }];
    Object.assign(graph.simulators.contactCenter.rows.at(-1) as Row, { recordings: [{ id: conversations, url: urlOf(spelled(id)), duration: 10 }] });
    const idOf = (number: number) => writeGlobalId('Call', 'PLIVO', plivoUuid(number), String(at / SECOND));
    return { id, parent: plivoUuid(numbers.parent), leg: plivoUuid(numbers.leg), record: providerCallId(record), ids: { parent: idOf(numbers.parent), leg: idOf(numbers.leg), sibling: idOf(numbers.sibling), record: globalId(record) } };
  }
  beforeEach(() => serve(graph.simulators, []));

  test("a leg leads to the record that has its parent's recording", async () => {
    const four = Array.from({ length: 4 }, () => conversation('parent'));
    expect((await matchesOf(four.map(({ ids }) => ids.record))).map(inShort)).toEqual(four.map(({ parent }) => [`SAME_LEG ${parent}`]));
    expect((await matchesOf(four.map(({ ids }) => ids.parent))).map(inShort)).toEqual(four.map(({ record }) => [`SAME_LEG ${record}`]));
    const legs = await matchesOf(four.map(({ ids }) => ids.leg));
    expect(legs.map(inShort)).toEqual(four.map(({ record }) => [`SAME_CONVERSATION ${record}`]));
    expect(legs[0]?.[0]?.evidence).toEqual([`one record has the Plivo recording ${four[0]?.id}, and the other call is a leg of the recorded call`]);
  });

  test('a record that has the recording of a leg is the same as the parent and as the other leg, from both sides', async () => {
    const four = Array.from({ length: 4 }, () => conversation('leg'));
    const records = await matchesOf(four.map(({ ids }) => ids.record));
    expect(records.map(inShort)).toEqual(four.map(({ leg, parent }) => [`SAME_LEG ${leg}`, `SAME_CONVERSATION ${parent}`]));
    const parents = await matchesOf(four.map(({ ids }) => ids.parent));
    expect(parents.map(inShort)).toEqual(four.map(({ record }) => [`SAME_CONVERSATION ${record}`]));
    const which = [`one record has the Plivo recording ${four[0]?.id}, of a leg of the other call`];
    expect([records[0]?.[1]?.evidence, parents[0]?.[0]?.evidence]).toEqual([which, which]);
    expect((await matchesOf(four.map(({ ids }) => ids.leg))).map(inShort)).toEqual(four.map(({ record }) => [`SAME_LEG ${record}`]));
    const siblings = await matchesOf(four.map(({ ids }) => ids.sibling));
    expect(siblings.map(inShort)).toEqual(four.map(({ record }) => [`SAME_CONVERSATION ${record}`]));
    // All of a conversation together.
    expect(await matchesOf(four.flatMap(({ ids }) => Object.values(ids)))).toHaveLength(16);
  });

  test('a leg that was dialled long after the call began leads to the same records', async () => {
    const conversations = [conversation('parent'), conversation('leg')];
    for (const { ids, leg } of conversations) {
      const row = graph.simulators.plivo.rows.find(({ call_uuid }) => call_uuid === leg) as Row;
      const at = Date.parse(String(row['initiation_time']).replace(' ', 'T')) + 50 * 60 * SECOND;
      Object.assign(row, { initiation_time: plivoTime(at), answer_time: plivoTime(at), end_time: plivoTime(at + 60 * SECOND) });
      ids.leg = writeGlobalId('Call', 'PLIVO', leg, String(at / SECOND));
    }
    expect((await matchesOf(conversations.map(({ ids }) => ids.leg))).map(inShort)).toEqual([[`SAME_CONVERSATION ${conversations[0]?.record}`], [`SAME_LEG ${conversations[1]?.record}`]]);
  });

  test('ids are the same in either case', async () => {
    const { parent, record, ids } = conversation('parent', (id) => id.toUpperCase());
    expect((await matchesOf([ids.record, ids.parent])).map(inShort)).toEqual([[`SAME_LEG ${parent}`], [`SAME_LEG ${record}`]]);
  });
});
