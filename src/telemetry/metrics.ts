import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CallProviderName } from '../model/call-provider.js';
import type { SharingObserver } from '../lookup/shared-lookup.js';
import type { SentRequest, Upstream } from '../upstream/upstream.js';

/** How an operation ended: every field answered, some with errors, or not carried out at all. */
export type OperationOutcome = 'ok' | 'errors' | 'refused';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

let ofProcess: Registry | undefined;

/** What the process itself is doing. What observes that is never stopped, so that there is one of it. */
function processMetrics(): Registry {
  if (!ofProcess) collectDefaultMetrics({ register: (ofProcess = new Registry()) });
  return ofProcess;
}

/** What is counted, for Prometheus. Nothing of an operation's or a call's content is. */
export class Metrics implements SharingObserver {
  private readonly registry = new Registry();
  private readonly registers = [this.registry];

  private readonly operations = new Counter({
    name: 'switchboard_operations_total',
    help: "Clients' operations, by type and by how they ended.",
    labelNames: ['type', 'outcome'],
    registers: this.registers,
  });

  private readonly operationSeconds = new Histogram({
    name: 'switchboard_operation_duration_seconds',
    help: 'How long operations took.',
    labelNames: ['type'],
    buckets: SECONDS,
    registers: this.registers,
  });

  private readonly requests = new Counter({
    name: 'switchboard_upstream_requests_total',
    help: 'Requests that were sent to providers, by what came of them.',
    labelNames: ['provider', 'outcome'],
    registers: this.registers,
  });

  private readonly requestSeconds = new Histogram({
    name: 'switchboard_upstream_request_duration_seconds',
    help: 'How long providers took to answer, or we to give up.',
    labelNames: ['provider'],
    buckets: SECONDS,
    registers: this.registers,
  });

  private readonly batchSizes = new Histogram({
    name: 'switchboard_lookup_batch_size',
    help: 'How many calls were looked up together.',
    labelNames: ['provider'],
    buckets: [1, 2, 5, 10, 25, 50, 75, 100, 1000],
    registers: this.registers,
  });

  private readonly cacheReads = new Counter({
    name: 'switchboard_call_cache_reads_total',
    help: 'Look-ups by whether the call was known.',
    labelNames: ['provider', 'result'],
    registers: this.registers,
  });

  private readonly unreadableRows = new Counter({
    name: 'switchboard_unreadable_rows_total',
    help: 'Rows of providers that could not be read as calls.',
    labelNames: ['provider'],
    registers: this.registers,
  });

  constructor() {
    // From the beginning, and not from when it is first asked for.
    processMetrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return Registry.merge([processMetrics(), this.registry]).metrics();
  }

  /** Shows how providers are doing at the moment of asking. */
  watch(upstreams: readonly Upstream[], subscribers: () => number): void {
    new Gauge({
      name: 'switchboard_subscribers',
      help: 'Subscriptions that are open.',
      registers: this.registers,
      collect() {
        this.set(subscribers());
      },
    });
    new Gauge({
      name: 'switchboard_upstream_requests_under_way',
      help: 'Requests whose answers are awaited.',
      labelNames: ['provider'],
      registers: this.registers,
      collect() {
        for (const { provider, underWay } of upstreams) this.set({ provider }, underWay);
      },
    });
    new Gauge({
      name: 'switchboard_budget_left',
      help: "Requests that are left of the account's minute, where a limit is known.",
      labelNames: ['provider'],
      registers: this.registers,
      async collect() {
        for (const upstream of upstreams) {
          const { budget } = await upstream.health();
          if (budget) this.set({ provider: upstream.provider }, budget.left);
        }
      },
    });
    new Gauge({
      name: 'switchboard_breaker_state',
      help: '1 for the state that each circuit breaker is in.',
      labelNames: ['provider', 'state'],
      registers: this.registers,
      collect() {
        for (const { provider, breakerState } of upstreams) {
          for (const state of ['CLOSED', 'HALF_OPEN', 'OPEN']) this.set({ provider, state }, state === breakerState ? 1 : 0);
        }
      },
    });
  }

  operationEnded(type: string, outcome: OperationOutcome, milliseconds: number): void {
    this.operations.inc({ type, outcome });
    this.operationSeconds.observe({ type }, milliseconds / 1000);
  }

  requestSent({ provider, outcome, milliseconds }: SentRequest): void {
    this.requests.inc({ provider, outcome });
    this.requestSeconds.observe({ provider }, milliseconds / 1000);
  }

  batchSent(provider: CallProviderName, size: number): void {
    this.batchSizes.observe({ provider }, size);
  }

  cacheRead(provider: CallProviderName, isHit: boolean): void {
    this.cacheReads.inc({ provider, result: isHit ? 'hit' : 'miss' });
  }

  rowsUnreadable(provider: CallProviderName, rows: number): void {
    this.unreadableRows.inc({ provider }, rows);
  }
}
