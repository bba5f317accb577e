import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { defaultTextMapGetter, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';

/** Traces operations and their upstream requests, if an endpoint is configured. */
export interface Traces {
  /** Starts the span of an operation. The caller's span is the parent if the request has a traceparent header. */
  begin(headers: IncomingHttpHeaders): Span | undefined;
  /** Exports the remaining spans. */
  close(): Promise<void>;
}

/** The longest time to export the remaining spans at shutdown. */
const SHUTDOWN_TIMEOUT_MS = 2000;

/** Exports to an OTLP endpoint over HTTP. Without a URL nothing is traced, and the libraries are not loaded. */
export async function startTraces(url: string | null): Promise<Traces> {
  if (url === null) return { begin: () => undefined, close: async () => undefined };
  const [{ W3CTraceContextPropagator }, { resourceFromAttributes }, { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/core'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'switchboard' }),
    // Ignores a caller's "not sampled" flag, because callers could use it to hide their operations.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  trace.setGlobalTracerProvider(provider);
  const tracer = provider.getTracer('switchboard');
  const propagator = new W3CTraceContextPropagator();
  return {
    begin: (headers) => tracer.startSpan('graphql', { kind: SpanKind.SERVER }, propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)),
    async close() {
      // An unreachable collector must not delay the shutdown any longer.
      await Promise.race([provider.shutdown().catch(() => undefined), wait(SHUTDOWN_TIMEOUT_MS, undefined, { ref: false })]);
      trace.disable();
    },
  };
}
