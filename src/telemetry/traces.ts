import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { defaultTextMapGetter, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';

/** Traces of operations and of the requests sent for them, where somebody collects them. */
export interface Traces {
  /** Begins the span of an operation, below the caller's where the request names it (traceparent). */
  begin(headers: IncomingHttpHeaders): Span | undefined;
  /** Sends what is still to be sent. */
  close(): Promise<void>;
}

/** How long sending what is left may take in the end. */
const SENDING_MS = 2000;

/** Exports to an OTLP endpoint over HTTP; without one nothing is traced, and none of the libraries is loaded. */
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
    // What is seen is for us to say: with a caller's "not sampled" anybody could hide what he does.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  trace.setGlobalTracerProvider(provider);
  const tracer = provider.getTracer('switchboard');
  const propagator = new W3CTraceContextPropagator();
  return {
    begin: (headers) => tracer.startSpan('graphql', { kind: SpanKind.SERVER }, propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)),
    async close() {
      // A collector that is gone doesn't keep the process from ending.
      await Promise.race([provider.shutdown().catch(() => undefined), wait(SENDING_MS, undefined, { ref: false })]);
      trace.disable();
    },
  };
}
