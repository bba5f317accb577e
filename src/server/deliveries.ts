import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import type { GraphContext } from '../graph/context.js';
import type { Executor } from '../graph/execution/executor.js';
import type { Operation } from '../telemetry/operation.js';
import type { OperationReport } from '../telemetry/operation-report.js';
import { OPERATION_ENDED } from '../upstream/time-limit.js';
import type { OperationCost } from '../graph/cost/operation-cost.js';
import type { MemoryBudget } from './memory-budget.js';
import { type OperationRoom, timeToWait } from './operation-room.js';
import { subscriptionError } from './subscription-error.js';
import { tooLarge, writeWithin } from './written-answer.js';

/** The context of one response. Each change gets its own loaders, deadline and request limit. */
export interface StartedResponse {
  readonly context: GraphContext;
  readonly operation: Operation;
  /** Call it after the response is sent. It stops all remaining work. */
  readonly end: () => void;
}

/** The subscriptions of one socket and their responses in progress. */
export class SocketAnswers {
  private readonly inProgress = new Set<AbortController>();
  /** What ends each open subscription. */
  private readonly ends = new Set<() => void>();
  /** Number of open subscriptions. */
  subscriptions = 0;

  constructor(
    /** What its subscriptions may hold. */
    readonly memory: MemoryBudget,
    private readonly create: (ended: AbortSignal) => Omit<StartedResponse, 'end'>,
  ) {}

  begin(): StartedResponse {
    const controller = new AbortController();
    this.inProgress.add(controller);
    const end = () => {
      this.inProgress.delete(controller);
      controller.abort(OPERATION_ENDED);
    };
    return { ...this.create(controller.signal), end };
  }

  /** `end` ends a subscription when the client disconnects. Returns a function to call when it has ended before. */
  opened(end: () => void): () => void {
    this.ends.add(end);
    return () => this.ends.delete(end);
  }

  /**
   * Ends all subscriptions and responses because the client disconnected. The library ends only those that it knows:
   * of two that were opened with one id in one instant it forgets the first.
   */
  endAll(): void {
    for (const end of this.ends) end();
    for (const controller of this.inProgress) controller.abort(OPERATION_ENDED);
    this.inProgress.clear();
  }
}

export interface DeliveryParts {
  readonly answers: SocketAnswers;
  /** What the subscription took of the socket's memory. */
  readonly held: number;
  /** The cost of one response. */
  readonly cost: OperationCost | null;
  readonly executor: Executor;
  readonly room: OperationRoom;
  readonly maxAnswerBytes: number;
  readonly report: OperationReport;
}

/** Subscribes and sends a response for each change. The caller increments `subscriptions` and takes memory; this gives both back when the subscription ends. */
export async function deliver(args: ExecutionArgs, parts: DeliveryParts): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const { answers, held, report } = parts;
  const began = performance.now();
  // Only `end` is kept as long as the subscription: the loaders and timers of a context would take ten times the rest.
  const { context, operation, end: endStart } = answers.begin();
  let isOver = false;
  let changes: AsyncIterator<unknown> | null = null;
  const over = () => {
    if (isOver) return;
    isOver = true;
    forget();
    endStart();
    answers.subscriptions -= 1;
    answers.memory.free(held);
  };
  const forget = answers.opened(() => {
    over();
    void changes?.return?.();
  });
  try {
    const source = await createSourceEventStream({ ...args, contextValue: context });
    const isRefused = !(Symbol.asyncIterator in source);
    const errors = isRefused ? (source.errors ?? []) : [];
    report.ended(operation, { type: 'subscription', name: nameOf(args), isRefused, errors, milliseconds: performance.now() - began });
    endStart();
    if (isRefused) {
      over();
      return source;
    }
    changes = source[Symbol.asyncIterator]();
    // The client may have disconnected in the meantime.
    if (isOver) await changes.return?.();
    return answered(changes, args, parts, over);
  } catch (error) {
    over();
    throw error;
  }
}

/** Not a generator, because its return() would wait for a change that may never come. */
function answered(changes: AsyncIterator<unknown>, args: ExecutionArgs, parts: DeliveryParts, over: () => void): AsyncIterableIterator<ExecutionResult> {
  const iterator: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      try {
        const change = await changes.next();
        if (!change.done) return { value: await answerOf(change.value, args, parts), done: false };
      } catch (error) {
        over();
        throw subscriptionError(error);
      }
      over();
      return { value: undefined, done: true };
    },
    async return() {
      over();
      await changes.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

async function answerOf(change: unknown, args: ExecutionArgs, { answers, cost, executor, room, maxAnswerBytes, report }: DeliveryParts): Promise<ExecutionResult> {
  const began = performance.now();
  const { context, operation, end } = answers.begin();
  const { document, operationName, variableValues: variables } = args;
  try {
    const leave = await room.enter(cost, context.upstream.signal, timeToWait(context.upstream, context.now())).catch(refusedBy);
    const executed = typeof leave === 'function' ? await executor.execute({ document, operationName, variables, context, change }) : leave;
    const { errors: partial } = context.failures;
    const result = partial.length > 0 ? { ...executed, errors: [...(executed.errors ?? []), ...partial] } : executed;
    const sent: ExecutionResult = writeWithin(result, maxAnswerBytes) !== null ? result : { errors: [tooLarge(maxAnswerBytes)] };
    report.ended(operation, {
      type: 'delivery',
      name: nameOf(args),
      isRefused: sent.data === undefined,
      errors: sent.errors ?? [],
      milliseconds: performance.now() - began,
    });
    return sent;
  } finally {
    // Leaves the room, too.
    end();
  }
}

function refusedBy(error: unknown): ExecutionResult {
  return { errors: [subscriptionError(error)] };
}

function nameOf({ document, operationName }: ExecutionArgs): string | undefined {
  return getOperationAST(document, operationName)?.name?.value;
}
