import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ProviderError } from './provider-error.js';

/** Does something as a span below a parent's; without a parent nothing is traced. No address is in it. */
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
