import fc from 'fast-check';
import type { Simulators } from '../../../src/simulators/index.js';
import { expected, type Filter, filterFields, type Order } from '../../support/feed-model.js';
import { idsOf, walk } from '../../support/feed-walk.js';
import { add, fromOf, globalId, type KnownCall, knownCalls, PEOPLE, serve, toOf } from '../../support/known-calls.js';
import { runs } from '../../support/property.js';
import type { Switchboard } from '../../support/switchboard.js';
import type { ListingVendor } from '../../vendors/index.js';

/** A vendor with a list, and a graph before it. */
export interface Listed {
  readonly vendor: ListingVendor;
  readonly simulators: Simulators;
  readonly switchboard: Switchboard;
}

/** What a list has to fulfil; rejects where it doesn't. */
export interface ListCheck {
  readonly title: string;
  readonly run: (listed: Listed) => Promise<void>;
}

const now = Date.now();
const orders = fc.constantFrom<Order[]>('NEWEST_FIRST', 'OLDEST_FIRST');
const sizes = fc.array(fc.constantFrom(1, 2, 3, 7, 500), { minLength: 1, maxLength: 3 });
const FACTS = 'id createdAt startedAt endedAt status direction from { e164 } to { e164 } contact { phoneNumber { e164 } } duration talkTime price { amount }';

const CONTACT_CALLS = /* GraphQL */ `
  query ($person: String!, $order: CallOrder!, $provider: CallProviderInput!) {
    contactByPhoneNumber(phoneNumber: $person) { calls(first: 500, orderBy: $order, filter: { providers: [$provider] }) { nodes { id } } }
  }
`;

/** Calls of a vendor, filtered by one field, or by none. */
function walkCheck(title: string, field?: Exclude<keyof Filter, 'providers' | 'providerAccounts'>): ListCheck {
  const calledAt = (calls: readonly KnownCall[]) => calls.map(({ createdAt }) => createdAt);
  const filtersOf = (calls: readonly KnownCall[]) => (field ? filterFields(now, calledAt(calls))[field].map((value): Filter => ({ [field]: value })) : fc.constant<Filter>({}));
  return {
    title,
    async run({ vendor, simulators, switchboard }) {
      await fc.assert(
        fc.asyncProperty(knownCalls(now, 25, [vendor]).chain((calls) => fc.tuple(fc.constant(calls), filtersOf(calls))), orders, sizes, async ([calls, asked], order, pageSizes) => {
          const filter = { ...asked, providers: [vendor.provider] };
          serve(simulators, calls);
          const pages = await walk(switchboard, { filter, order, sizes: pageSizes });
          expect(idsOf(pages)).toEqual(expected(calls, filter, order));
          const sources = pages.flatMap((page) => page.sources).filter(({ provider }) => provider === vendor.provider);
          // A filter that no call of the vendor can pass need not be asked for.
          const isUsual = (code: string | null) => code === 'FILTERED_OUT' || (code === 'OUT_OF_HISTORY' && vendor.list.historyDays !== undefined);
          expect(sources.filter(({ status, code }) => status !== 'OK' && !isUsual(code))).toEqual([]);
        }),
        runs(field ? 12 : 25),
      );
    },
  };
}

/** No vendor has larger pages. */
const MORE_THAN_A_PAGE = 1100;

/** A call that is over. Times are whole seconds, because not all vendors have finer ones. */
function plainCall({ provider }: ListingVendor, number: number, createdAt: number): KnownCall {
  return { provider, number, createdAt: Math.floor(createdAt / 1000) * 1000, status: 'COMPLETED', direction: 'OUTBOUND', person: '+12025550101', line: '+12025550199', duration: 1, price: null };
}

function isoOf(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

/** What a call says, as the test knows it. */
function factsOf(call: KnownCall, vendor: ListingVendor): object {
  const { startedAt, endedAt, talkTime } = vendor.list.timesOf(call);
  return {
    id: globalId(call), createdAt: new Date(call.createdAt).toISOString(), status: call.status, direction: call.direction,
    startedAt: isoOf(startedAt), endedAt: isoOf(endedAt), talkTime,
    from: { e164: fromOf(call) }, to: { e164: toOf(call) }, contact: { phoneNumber: { e164: call.person } }, duration: call.duration,
    price: call.price === null ? null : { amount: call.price },
  };
}

export const LIST_CHECKS: readonly ListCheck[] = [
  walkCheck('a walk in either order, with pages of any size, has every call once and in order'),
  ...(['createdAt', 'statuses', 'directions', 'phoneNumbers', 'from', 'to', 'duration', 'price'] as const).map((field) =>
    walkCheck(`a walk filtered by ${field} has the calls that pass, and no others`, field),
  ),
  {
    title: 'each call says what its row says',
    async run({ vendor, simulators, switchboard }) {
      await fc.assert(
        fc.asyncProperty(knownCalls(now, 40, [vendor]), async (calls) => {
          serve(simulators, calls);
          const { calls: { nodes } } = (await switchboard.data(`{ calls(first: 500, filter: { providers: [${vendor.provider}] }) { nodes { ${FACTS} } } }`)) as { calls: { nodes: { id: string }[] } };
          const facts = new Map(calls.map((call) => [globalId(call), factsOf(call, vendor)]));
          expect(nodes).toEqual(nodes.map(({ id }) => facts.get(id)));
          expect(nodes).toHaveLength(calls.length);
        }),
        runs(12),
      );
    },
  },
  {
    title: 'a contact has all calls with that person, inbound and outbound',
    async run({ vendor, simulators, switchboard }) {
      await fc.assert(
        fc.asyncProperty(knownCalls(now, 25, [vendor]), orders, fc.constantFrom(...PEOPLE), async (calls, order, person) => {
          serve(simulators, calls);
          const found = (await switchboard.data(CONTACT_CALLS, { person, order, provider: vendor.provider })) as { contactByPhoneNumber: { calls: { nodes: { id: string }[] } } };
          const ids = found.contactByPhoneNumber.calls.nodes.map(({ id }) => id);
          expect(ids).toEqual(expected(calls.filter((call) => call.person === person), {}, order));
        }),
        runs(12),
      );
    },
  },
  {
    title: 'calls that share a second are all there, however small the pages are',
    async run({ vendor, simulators, switchboard }) {
      const second = Math.floor(now / 1000) * 1000 - 3_600_000;
      const calls = Array.from({ length: 40 }, (_, index) => plainCall(vendor, index + 1, second - 1000 * Math.floor(index / 15)));
      serve(simulators, calls);
      const filter = { providers: [vendor.provider] };
      for (const order of ['NEWEST_FIRST', 'OLDEST_FIRST'] as const) {
        for (const size of [1, 4, 500]) expect(idsOf(await walk(switchboard, { filter, order, sizes: [size] }))).toEqual(expected(calls, filter, order));
      }
    },
  },
  {
    title: 'calls that come in and statuses that change during a walk neither repeat nor hide a call',
    async run({ vendor, simulators, switchboard }) {
      await fc.assert(
        fc.asyncProperty(knownCalls(now, 20, [vendor]), orders, sizes, async (calls, order, pageSizes) => {
          serve(simulators, calls);
          let number = 1000;
          const between = () => {
            const at = (Math.floor(Date.now() / 1000) + 2) * 1000;
            add(simulators, [plainCall(vendor, number++, at)]);
            for (const row of simulators[vendor.simulator].rows) vendor.list.changeStatus(row);
          };
          const filter = { providers: [vendor.provider] };
          expect(idsOf(await walk(switchboard, { filter, order, sizes: pageSizes, between }))).toEqual(expected(calls, filter, order));
        }),
        runs(12),
      );
    },
  },
  {
    title: 'a list longer than one page of the vendor has every call once, in either order',
    async run({ vendor, simulators, switchboard }) {
      const calls = Array.from({ length: MORE_THAN_A_PAGE }, (_, index) => plainCall(vendor, index + 1, now - 3_600_000 - 1000 * Math.floor(index / 3)));
      serve(simulators, calls);
      const filter = { providers: [vendor.provider] };
      for (const order of ['NEWEST_FIRST', 'OLDEST_FIRST'] as const) expect(idsOf(await walk(switchboard, { filter, order, sizes: [500] }))).toEqual(expected(calls, filter, order));
    },
  },
  {
    title: 'every status, alone or with another one, selects the calls that have it',
    async run({ vendor, simulators, switchboard }) {
      const { statuses } = vendor.list;
      const calls = statuses.flatMap((status, index) => [1, 2].map((nth): KnownCall => ({ ...plainCall(vendor, 2 * index + nth, now - 60_000 * (2 * index + nth)), status })));
      serve(simulators, calls);
      const pairs = statuses.map((status, index) => [status, statuses[(index + 1) % statuses.length] ?? status]);
      for (const asked of [...statuses.map((status) => [status]), ...pairs]) {
        const filter = { providers: [vendor.provider], statuses: asked };
        expect([asked, idsOf(await walk(switchboard, { filter, sizes: [100] }))]).toEqual([asked, expected(calls, filter, 'NEWEST_FIRST')]);
      }
    },
  },
  {
    title: 'a call that has just ended is not settled, and one of long ago is',
    async run({ vendor, simulators, switchboard }) {
      const recent = plainCall(vendor, 1, now - 30_000);
      const old = plainCall(vendor, 2, now - Math.min(100, vendor.list.historyDays ?? 100) * 24 * 3_600_000);
      serve(simulators, [recent, old]);
      const { calls: { nodes } } = (await switchboard.data(`{ calls(first: 5, filter: { providers: [${vendor.provider}] }) { nodes { id isSettled } } }`)) as { calls: { nodes: object[] } };
      expect(nodes).toEqual([{ id: globalId(recent), isSettled: false }, { id: globalId(old), isSettled: true }]);
    },
  },
  {
    title: 'no page is asked for twice in a walk',
    async run({ vendor, simulators, switchboard }) {
      await fc.assert(
        fc.asyncProperty(knownCalls(now, 25, [vendor]), orders, sizes, async (calls, order, pageSizes) => {
          serve(simulators, calls);
          const { requests } = simulators[vendor.simulator];
          requests.length = 0;
          await walk(switchboard, { filter: { providers: [vendor.provider] }, order, sizes: pageSizes });
          const asked = requests.map(({ rawUrl }) => rawUrl);
          expect(asked).toEqual([...new Set(asked)]);
        }),
        runs(8),
      );
    },
  },
  {
    title: 'a status that nobody knows costs no row',
    async run({ vendor, simulators, switchboard }) {
      const row = { ...vendor.row(1), ...vendor.unknownStatus };
      simulators[vendor.simulator].rows.splice(0, Infinity, row);
      const { calls: { nodes } } = (await switchboard.data(`{ calls(first: 5, filter: { providers: [${vendor.provider}] }) { nodes { providerCallId status providerStatus } } }`)) as { calls: { nodes: object[] } };
      expect(nodes).toEqual([{ providerCallId: String(row[vendor.idField]), status: 'UNKNOWN', providerStatus: 'teleporting' }]);
    },
  },
];
