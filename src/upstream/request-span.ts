import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ProviderError } from './provider-error.js';

/** Runs a task in a child span of `parent`. Without a parent nothing is traced. The span has no URL. */
export async function asSpan<T>(name: string, parent: Span | undefined, task: () => Promise<T>): Promise<T> {
  if (!parent) return task();
  const span = trace.getTracer('switchboard').startSpan(name, { kind: SpanKind.CLIENT }, trace.setSpan(context.active(), parent));
  try {
    return await task();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, ...(error instanceof ProviderError && { message: error.code }) });
    throw error;
  } finally {
    span.end();
  }
}
