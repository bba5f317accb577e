import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type AccountName, providerOf } from '../model/account.js';
import type { ExecutedBy } from '../graph/execution/executor.js';
import type { SharingObserver } from '../lookup/shared-lookup.js';
import type { SentRequest, Upstream } from '../upstream/upstream.js';

/** How an operation ended: ok, executed with errors, or not executed. */
export type OperationOutcome = 'ok' | 'errors' | 'refused';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

let ofProcess: Registry | undefined;

/** Metrics of the process itself. Created once, because its collectors never stop. */
function processMetrics(): Registry {
  if (!ofProcess) collectDefaultMetrics({ register: (ofProcess = new Registry()) });
  return ofProcess;
}

/** Metrics for Prometheus. They contain no data of operations or calls. */
export class Metrics implements SharingObserver {
  private readonly registry = new Registry();
  private readonly registers = [this.registry];

  private readonly operations = new Counter({
    name: 'switchboard_operations_total',
    help: 'Operations of clients, by type and outcome.',
    labelNames: ['type', 'outcome'],
    registers: this.registers,
  });

  private readonly operationSeconds = new Histogram({
    name: 'switchboard_operation_duration_seconds',
    help: 'Duration of operations in seconds.',
    labelNames: ['type'],
    buckets: SECONDS,
    registers: this.registers,
  });

  private readonly executed = new Counter({
    name: 'switchboard_operations_executed_total',
    help: 'Operations that were executed, by a plan that is kept with the document or by GraphQL.js.',
    labelNames: ['by'],
    registers: this.registers,
  });

  private readonly requests = new Counter({
    name: 'switchboard_upstream_requests_total',
    help: 'Requests sent to providers, by outcome.',
    labelNames: ['provider', 'account', 'outcome'],
    registers: this.registers,
  });

  private readonly requestSeconds = new Histogram({
    name: 'switchboard_upstream_request_duration_seconds',
    help: 'Duration of requests to providers in seconds, including requests that timed out.',
    labelNames: ['provider', 'account'],
    buckets: SECONDS,
    registers: this.registers,
  });

  private readonly batchSizes = new Histogram({
    name: 'switchboard_lookup_batch_size',
    help: 'Calls per look-up batch.',
    labelNames: ['provider', 'account'],
    buckets: [1, 2, 5, 10, 25, 50, 75, 100, 1000],
    registers: this.registers,
  });

  private readonly cacheReads = new Counter({
    name: 'switchboard_call_cache_reads_total',
    help: 'Reads of the call cache, by hit or miss.',
    labelNames: ['provider', 'account', 'result'],
    registers: this.registers,
  });

  private readonly unreadableRows = new Counter({
    name: 'switchboard_unreadable_rows_total',
    help: 'Rows from providers that could not be read as calls.',
    labelNames: ['provider', 'account'],
    registers: this.registers,
  });

  private readonly recordings = new Counter({
    name: 'switchboard_recording_answers_total',
    help: 'Answers to players of recordings, by HTTP status or problem. CUT: the audio ended too early.',
    labelNames: ['outcome'],
    registers: this.registers,
  });

  private readonly recordingBytes = new Counter({
    name: 'switchboard_recording_bytes_total',
    help: 'Bytes of audio sent to players.',
    registers: this.registers,
  });

  constructor() {
    // Starts the process metrics now, not at the first scrape.
    processMetrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** All metrics in Prometheus' text format. */
  text(): Promise<string> {
    return Registry.merge([processMetrics(), this.registry]).metrics();
  }

  recordingAnswered(outcome: string, bytes: number): void {
    this.recordings.inc({ outcome });
    this.recordingBytes.inc(bytes);
  }

  /** Adds a gauge of the recordings that are played now. */
  watchStreams(inProgress: () => number): void {
    new Gauge({
      name: 'switchboard_recording_streams',
      help: 'Recordings that are played now.',
      registers: this.registers,
      collect() {
        this.set(inProgress());
      },
    });
  }

  /** Adds a gauge that tells whether the shared cache answers. */
  watchSharedCache(answers: () => Promise<boolean>): void {
    new Gauge({
      name: 'switchboard_shared_cache_up',
      help: '1 if the shared cache answers, else 0. Absent without REDIS_URL.',
      registers: this.registers,
      async collect() {
        this.set((await answers()) ? 1 : 0);
      },
    });
  }

  /** Adds gauges that read the providers' state at each scrape. */
  watch(upstreams: readonly Upstream[], subscribers: () => number): void {
    new Gauge({
      name: 'switchboard_subscribers',
      help: 'Open subscriptions.',
      registers: this.registers,
      collect() {
        this.set(subscribers());
      },
    });
    new Gauge({
      name: 'switchboard_upstream_requests_under_way',
      help: 'Requests in progress.',
      labelNames: ['provider', 'account'],
      registers: this.registers,
      collect() {
        for (const { provider, account, inProgress } of upstreams) this.set({ provider, account }, inProgress);
      },
    });
    new Gauge({
      name: 'switchboard_budget_left',
      help: "Requests left in the account's minute, if its limit is known.",
      labelNames: ['provider', 'account'],
      registers: this.registers,
      async collect() {
        for (const upstream of upstreams) {
          const { budget } = await upstream.health();
          if (budget) this.set({ provider: upstream.provider, account: upstream.account }, budget.left);
        }
      },
    });
    new Gauge({
      name: 'switchboard_breaker_state',
      help: '1 for the current state of each circuit breaker, 0 for the other states.',
      labelNames: ['provider', 'account', 'state'],
      registers: this.registers,
      collect() {
        for (const { provider, account, breakerState } of upstreams) {
          for (const state of ['CLOSED', 'HALF_OPEN', 'OPEN']) this.set({ provider, account, state }, state === breakerState ? 1 : 0);
        }
      },
    });
  }

  operationEnded(type: string, outcome: OperationOutcome, milliseconds: number): void {
    this.operations.inc({ type, outcome });
    this.operationSeconds.observe({ type }, milliseconds / 1000);
  }

  operationExecuted(by: ExecutedBy): void {
    this.executed.inc({ by });
  }

  requestSent({ provider, account, outcome, milliseconds }: SentRequest): void {
    this.requests.inc({ provider, account, outcome });
    this.requestSeconds.observe({ provider, account }, milliseconds / 1000);
  }

  batchSent(account: AccountName, size: number): void {
    this.batchSizes.observe(labelsOf(account), size);
  }

  cacheRead(account: AccountName, hits: number, misses: number): void {
    if (hits > 0) this.cacheReads.inc({ ...labelsOf(account), result: 'hit' }, hits);
    if (misses > 0) this.cacheReads.inc({ ...labelsOf(account), result: 'miss' }, misses);
  }

  rowsUnreadable(account: AccountName, rows: number): void {
    this.unreadableRows.inc(labelsOf(account), rows);
  }
}

function labelsOf(account: AccountName): { provider: string; account: AccountName } {
  return { provider: providerOf(account) ?? '', account };
}
