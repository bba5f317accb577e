import type { Fault, Row } from '../../src/simulators/index.js';
import { type CallProvider, CompleteCallsDocument } from '../generated/operations.js';
import { type Data, type Graph, run } from '../support/graph.js';
import type { Path } from '../support/leaves.js';

/** A vendor's document, and how the graph comes to see its sample response. */
export interface VendorDocument {
  readonly title: string;
  /** The file in `samples`, without its extension. */
  readonly sample: string;
  /** Leaves that are deliberately not in the graph, each with the reason. */
  readonly drops: Readonly<Record<Path, string>>;
  /** Leaves that the graph deliberately shows as another value, with that value. A cost that the vendor writes as a negative number is one. */
  readonly shownAs?: Readonly<Record<Path, unknown>>;
  /** The answer of one complete operation if the vendor sends this response. */
  answer(graph: Graph, response: Row): Promise<Data>;
}

/** Everything that the graph knows of some calls. */
export function everythingOf(graph: Graph, provider: CallProvider, ids: readonly unknown[]): Promise<Data> {
  return run(graph, CompleteCallsDocument, { provider, providerCallIds: ids.map(String) });
}

/** A fault that answers with this body. */
export function answering(body: Row): Fault {
  return { kind: 'status', status: 200, body };
}
