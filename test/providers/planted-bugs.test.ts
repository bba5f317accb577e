import fc from 'fast-check';
import type { Call } from '../../src/model/call.js';
import { CallDirection } from '../../src/model/call-direction.js';
import type { CallFilter } from '../../src/model/call-filter.js';
import { CallOrder } from '../../src/model/call-order.js';
import type { ListBatch, ConnectedProvider, ListSource, ListPlan, Walk } from '../../src/providers/provider.js';
import type { UpstreamContext } from '../../src/upstream/upstream-context.js';
import type { KnownCall } from '../support/known-calls.js';
import { Switchboard, useSwitchboard } from '../support/switchboard.js';
import { AICALLER, EXOTEL, type ListingVendor, LISTING_VENDORS } from '../vendors/index.js';
import { LIST_CHECKS } from './suite/list-checks.js';

/** A mistake that an author of a provider can make. */
type Bug = (provider: ConnectedProvider) => ConnectedProvider;
type Reading = (context: UpstreamContext) => Promise<ListBatch>;

const parts = useSwitchboard({ calls: 0 });

/** `change` plans a filter by means of the right plans. */
function inPlans(change: (plan: (filter: CallFilter) => ListPlan, filter: CallFilter) => ListPlan): Bug {
  return ({ list, ...provider }) => ({ ...provider, ...(list && { list: { ...list, plan: (filter) => change((other) => list.plan(other), filter) } }) });
}

const inOpening = (open: (plan: ListPlan, walk: Walk) => ListSource[]): Bug =>
  inPlans((plan, filter) => {
    const planned = plan(filter);
    return { ...planned, open: (walk) => open(planned, walk) };
  });

/** `change` makes how a source is read of how it is read well. */
function inSources(change: (read: Reading, walk: Walk, again: () => ListSource[]) => Reading): Bug {
  return inOpening((plan, walk) =>
    plan.open(walk).map((source) => ({
      ...(source.contacts && { contacts: source.contacts }),
      next: change((context) => source.next(context), walk, () => plan.open(walk)),
    })),
  );
}

const inCalls = (change: (calls: readonly Call[]) => readonly Call[]): Bug =>
  inSources((read) => async (context) => {
    const batch = await read(context);
    return { ...batch, calls: change(batch.calls) };
  });

/** Hands calls over one by one, those of a second in the wrong order, as a vendor does that sorts by the second. */
const wrongOrderWithinASecond = inSources((read, { order }) => {
  let waiting: ListBatch[] | null = null;
  return async (context) => {
    if (!waiting) {
      const calls: Call[] = [];
      let last: ListBatch;
      do calls.push(...(last = await read(context)).calls);
      while (!last.exhausted);
      const secondOf = (call: Call) => Math.floor(call.createdAt.getTime() / 1000);
      const sign = order === CallOrder.NEWEST_FIRST ? -1 : 1;
      calls.sort((a, b) => sign * (secondOf(a) - secondOf(b)) || sign * (a.id < b.id ? 1 : -1));
      waiting = calls.map((call) => ({ calls: [call], exhausted: false, readTo: call.createdAt.getTime(), unreadable: 0 }));
      waiting.push({ ...last, calls: [] });
    }
    return waiting.shift() ?? { calls: [], exhausted: true, readTo: 0, unreadable: 0 };
  };
});

const everySecondPageSkipped = inSources((read) => {
  let pages = 0;
  return async (context) => {
    const batch = await read(context);
    return pages++ % 2 === 1 ? { ...batch, calls: [] } : batch;
  };
});

const everyPageReadTwice = inSources((read, _, again) => {
  const [other] = again();
  return async (context) => {
    await other?.next(context);
    return read(context);
  };
});

/** As if the token of the next page were ignored. */
const firstPageAgain = inSources((read) => {
  let first: ListBatch | null = null;
  return async (context) => {
    const batch = await read(context);
    first ??= batch;
    return { ...batch, calls: first.calls };
  };
});

/** A copy with other values, and the methods of the original. */
const altered = <T extends object>(original: T, changes: Partial<T>): T => Object.assign(Object.create(Object.getPrototypeOf(original) as object) as T, original, changes);
const inEachCall = (changes: (call: Call) => Partial<Call>): Bug => inCalls((calls) => calls.map((call) => altered(call, changes(call))));

const ownLineAsContact = inEachCall(({ contact, direction, from, to }) => ({ contact: contact && altered(contact, { phoneNumber: direction === CallDirection.INBOUND ? to : from }) }));
const firstInstantLeftOut = inOpening((plan, walk) => plan.open({ ...walk, from: walk.from + 1 }));
const withoutStatusFilter = inPlans((plan, filter) => plan({ ...filter, statuses: undefined }));
const firstStatusOnly = inPlans((plan, filter) => ({ ...plan({ ...filter, ...(filter.statuses && { statuses: filter.statuses.slice(0, 1) }) }), filteredLocally: [] }));
const contactsAsCalledNumbers = inPlans((plan, { contacts, ...filter }) => plan(contacts ? { ...filter, to: contacts } : filter));

const SAYS = 'each call says what its row says';
const CONTACT = 'a contact has all calls with that person, inbound and outbound';
const TALKED: KnownCall = {
  provider: 'AICALLER', number: 1, createdAt: Date.now(), status: 'COMPLETED', direction: 'OUTBOUND', person: '+12025550101', line: '+12025550199', duration: 60, price: null,
};

/** What goes wrong, the bug, the check of the suite that has to find it, and where that is not all of them, the vendors. */
const BUGS: readonly (readonly [name: string, bug: Bug, check: string, vendors?: readonly ListingVendor[]])[] = [
  ['every page after the first is the first one again', firstPageAgain, 'a list longer than one page of the vendor has every call once, in either order', [EXOTEL as ListingVendor]],
  ['only the first of several statuses is asked for', firstStatusOnly, 'every status, alone or with another one, selects the calls that have it'],
  ['a call is settled at once', inEachCall(() => ({ settlesWithinMs: 0 })), 'a call that has just ended is not settled, and one of long ago is'],
  ['the order within a second is wrong', wrongOrderWithinASecond, 'calls that share a second are all there, however small the pages are'],
  ['a row with an unknown status is dropped', inCalls((calls) => calls.filter(({ status }) => String(status) !== 'UNKNOWN')), 'a status that nobody knows costs no row'],
  ['a filter field is neither applied nor named in filteredLocally', withoutStatusFilter, 'a walk filtered by statuses has the calls that pass, and no others'],
  ['the first instant of a range is left out', firstInstantLeftOut, 'a walk filtered by createdAt has the calls that pass, and no others'],
  ['the duration is always null', inEachCall(() => ({ duration: null })), SAYS],
  ['the start and the end are swapped', inEachCall(({ startedAt, endedAt }) => ({ startedAt: endedAt, endedAt: startedAt })), SAYS],
  ['the conversation includes ringing', inEachCall(({ duration, talkTime }) => ({ talkTime: talkTime === null ? null : duration })), SAYS, LISTING_VENDORS.filter(({ list }) => list.timesOf(TALKED).talkTime !== null)],
  ['the contact is the line of the organisation', ownLineAsContact, SAYS],
  ['contacts are asked for as called numbers', contactsAsCalledNumbers, CONTACT, [EXOTEL as ListingVendor]],
  ['a page is skipped', everySecondPageSkipped, 'a walk in either order, with pages of any size, has every call once and in order'],
  ['a page is read twice', everyPageReadTwice, 'no page is asked for twice in a walk'],
];

// The first counterexample is enough.
beforeAll(() => fc.configureGlobal({ endOnFailure: true }));
afterAll(() => fc.resetConfigureGlobal());

/** Whether a provider with a bug passes one check of the suite. */
async function passes(vendor: ListingVendor, bug: Bug, title: string): Promise<boolean> {
  const check = LIST_CHECKS.find((one) => one.title === title);
  if (!check) throw new Error(`The suite has no check "${title}".`);
  const switchboard = await new Switchboard(parts.simulators.environment, ({ definition, ...configured }) => ({
    ...configured,
    definition: { ...definition, connect: (settings, dependencies) => (definition.name === vendor.provider ? bug(definition.connect(settings, dependencies)) : definition.connect(settings, dependencies)) },
  })).start();
  try {
    return await check.run({ vendor, simulators: parts.simulators, switchboard }).then(() => true, () => false);
  } finally {
    await switchboard.stop();
  }
}

describe.each(BUGS)('A provider where %s fails the suite', (_, bug, check, vendors = LISTING_VENDORS) => {
  test.each(vendors)('at $provider', async (vendor) => {
    expect(await passes(vendor, bug, check)).toBe(false);
  });
});

test.each([...new Set(BUGS.map(([, , check]) => check))])('A provider that is read in the same way and has no bug passes: %s', async (check) => {
  expect(await passes(AICALLER as ListingVendor, inSources((read) => read), check)).toBe(true);
});
