/** Who asks, below which span, under which id, and whether caches may answer: for the subgraphs, not for the gateway alone. */
const PASSED_ON = ['authorization', 'traceparent', 'tracestate', 'x-request-id', 'cache-control'];

/** Those of a client's headers that every subgraph gets. */
export function passedOn(valueOf) {
  return Object.fromEntries(PASSED_ON.map((name) => [name, valueOf(name)]).filter(([, value]) => typeof value === 'string'));
}
