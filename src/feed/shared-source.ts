import type { Call } from '../model/call.js';
import type { Batch, CallSource, UpstreamContext } from '../providers/provider.js';

/**
 * One source read by several walks at once: a batch that one of them asks for is there for the others,
 * and nothing is asked twice. Each branch goes at its own pace.
 */
export class SharedSource {
  private readonly batches = new Map<number, Promise<Batch>>();

  constructor(private readonly source: CallSource) {}

  /** The source as one walk sees it: only the calls that concern it. */
  branch(concerns: (call: Call) => boolean): CallSource {
    let position = 0;
    return {
      next: async (context) => {
        const batch = await this.at(position, context);
        position += 1;
        return { ...batch, calls: batch.calls.filter(concerns) };
      },
    };
  }

  private at(position: number, context: UpstreamContext): Promise<Batch> {
    const known = this.batches.get(position);
    if (known) return known;
    const batch = this.source.next(context);
    this.batches.set(position, batch);
    // A failure is told to those who wait for it now; whoever comes later asks again.
    batch.catch(() => this.batches.delete(position));
    return batch;
  }
}
