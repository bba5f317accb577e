import type { Call } from '../../src/model/call.js';
import { CallOrder } from '../../src/model/call-order.js';
import type { ListBatch, ConnectedProvider, ListSource, ListPlan, Walk } from '../../src/providers/provider.js';
import type { UpstreamContext } from '../../src/upstream/upstream-context.js';
import { Switchboard, useSwitchboard } from '../support/switchboard.js';
import { AICALLER, type ListingVendor, LISTING_VENDORS } from '../vendors/index.js';
import { LIST_CHECKS } from './suite/list-checks.js';

/** A mistake that an author of a provider can make. */
type Bug = (provider: ConnectedProvider) => ConnectedProvider;
type Reading = (context: UpstreamContext) => Promise<ListBatch>;

const parts = useSwitchboard({ calls: 0 });

function inPlans(change: (plan: ListPlan) => ListPlan): Bug {
  return (provider) => ({ ...provider, ...(provider.list && { list: { ...provider.list, plan: (filter) => change(provider.list?.plan(filter) as ListPlan) } }) });
}

/** `change` makes how a source is read of how it is read well. */
function inSources(change: (read: Reading, walk: Walk, again: () => ListSource[]) => Reading): Bug {
  return inPlans((plan) => ({
    ...plan,
    open: (walk) =>
      plan.open(walk).map((source) => ({
        ...(source.contacts && { contacts: source.contacts }),
        next: change((context) => source.next(context), walk, () => plan.open(walk)),
      })),
  }));
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

const withoutDuration = (call: Call): Call => Object.assign(Object.create(Object.getPrototypeOf(call)) as Call, call, { duration: null });

/** What goes wrong, the bug, and the check that has to find it. */
const BUGS: readonly (readonly [name: string, bug: Bug, foundBy: RegExp, vendors?: readonly ListingVendor[]])[] = [
  ['the order within a second is wrong', wrongOrderWithinASecond, /in order$/],
  ['a row with an unknown status is dropped', inCalls((calls) => calls.filter(({ status }) => String(status) !== 'UNKNOWN')), /every call once|nobody knows/],
  ['a filter field is neither applied nor named in filteredLocally', inPlans((plan) => ({ ...plan, filteredLocally: [] })), /filtered by/, [AICALLER as ListingVendor]],
  ['the duration is always null', inCalls((calls) => calls.map(withoutDuration)), /says what its row says|filtered by duration/],
  ['a page is skipped', everySecondPageSkipped, /has every call/],
  ['a page is read twice', everyPageReadTwice, /asked for twice/],
];

/** The first check of the suite that a provider with a bug fails; null where it passes all of them. */
async function firstFailure(vendor: ListingVendor, bug: Bug): Promise<string | null> {
  const switchboard = await new Switchboard(parts.simulators.environment, ({ definition, ...configured }) => ({
    ...configured,
    definition: { ...definition, connect: (settings, dependencies) => (definition.name === vendor.provider ? bug(definition.connect(settings, dependencies)) : definition.connect(settings, dependencies)) },
  })).start();
  try {
    for (const { title, run } of LIST_CHECKS) {
      const passed = await run({ vendor, simulators: parts.simulators, switchboard }).then(() => true, () => false);
      if (!passed) return title;
    }
    return null;
  } finally {
    await switchboard.stop();
  }
}

describe.each(BUGS)('A provider where %s fails the suite', (_, bug, foundBy, vendors = LISTING_VENDORS) => {
  test.each(vendors)('at $provider', async (vendor) => {
    expect(await firstFailure(vendor, bug)).toMatch(foundBy);
  }, 60_000);
});

test('A provider that is read in the same way and has no bug passes it', async () => {
  expect(await firstFailure(AICALLER as ListingVendor, inSources((read) => read))).toBeNull();
}, 60_000);
