import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import type { GraphContext } from '../graph/context.js';
import type { Operation } from '../telemetry/operation.js';
import type { OperationReport } from '../telemetry/operation-report.js';
import { isWithin, tooLarge } from './answer-size.js';
import { subscriptionError } from './subscription-error.js';

/** What one answer is worked out with. Loaders, deadlines and the limit of requests are for one answer: each change gets its own. */
export interface Begun {
  readonly context: GraphContext;
  readonly operation: Operation;
  /** To be called once it is answered: whatever still goes on for it is stopped. */
  readonly end: () => void;
}

/** The subscriptions of one socket, and the answers that are under way for them. */
export class SocketAnswers {
  private readonly underWay = new Set<AbortController>();
  /** How many subscriptions are open. */
  subscriptions = 0;

  constructor(private readonly create: (ended: AbortSignal) => Omit<Begun, 'end'>) {}

  begin(): Begun {
    const controller = new AbortController();
    this.underWay.add(controller);
    const end = () => {
      this.underWay.delete(controller);
      controller.abort();
    };
    return { ...this.create(controller.signal), end };
  }

  /** The client has gone. */
  endAll(): void {
    for (const controller of this.underWay) controller.abort();
    this.underWay.clear();
  }
}

export interface DeliveryParts {
  readonly answers: SocketAnswers;
  readonly maxAnswerBytes: number;
  readonly report: OperationReport;
}

/** Subscribes, and answers each change that comes. Counts the subscription from before the call until it is over. */
export async function deliver(args: ExecutionArgs, parts: DeliveryParts): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const { answers, report } = parts;
  const began = performance.now();
  const subscribing = answers.begin();
  let isOver = false;
  const over = () => {
    if (isOver) return;
    isOver = true;
    subscribing.end();
    answers.subscriptions -= 1;
  };
  try {
    const source = await createSourceEventStream({ ...args, contextValue: subscribing.context });
    const isRefused = !(Symbol.asyncIterator in source);
    const errors = isRefused ? (source.errors ?? []) : [];
    report.ended(subscribing.operation, { type: 'subscription', name: nameOf(args), isRefused, errors, milliseconds: performance.now() - began });
    if (!isRefused) return answered(source[Symbol.asyncIterator](), args, parts, over);
    over();
    return source;
  } catch (error) {
    over();
    throw error;
  }
}

/** No generator: its return() would wait for a change that may never come. */
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

async function answerOf(change: unknown, args: ExecutionArgs, { answers, maxAnswerBytes, report }: DeliveryParts): Promise<ExecutionResult> {
  const began = performance.now();
  const { context, operation, end } = answers.begin();
  try {
    const result = await execute({ ...args, rootValue: change, contextValue: context });
    const sent: ExecutionResult = isWithin(result, maxAnswerBytes) ? result : { errors: [tooLarge(maxAnswerBytes)] };
    report.ended(operation, {
      type: 'delivery',
      name: nameOf(args),
      isRefused: sent.data === undefined,
      errors: sent.errors ?? [],
      milliseconds: performance.now() - began,
    });
    return sent;
  } finally {
    end();
  }
}

function nameOf({ document, operationName }: ExecutionArgs): string | undefined {
  return getOperationAST(document, operationName)?.name?.value;
}
