import type { Batch, CallSource } from '../providers/provider.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';

/**
 * One source read by several walks at once: a batch that one of them asks for is there for the others,
 * and nothing is asked twice. Each branch goes at its own pace.
 */
export class SharedSource {
  private readonly batches = new Map<number, Promise<Batch>>();

  /** Of what is read only these contacts' calls, in E.164, are kept. */
  constructor(
    private readonly source: CallSource,
    private readonly contacts: ReadonlySet<string>,
  ) {}

  /** The source as the walk of one contact sees it. */
  branch(contact: string): CallSource {
    let position = 0;
    return {
      next: async (context) => {
        const batch = await this.at(position, context);
        position += 1;
        return { ...batch, calls: batch.calls.filter((call) => call.contact?.e164 === contact) };
      },
    };
  }

  private async read(context: UpstreamContext): Promise<Batch> {
    const batch = await this.source.next(context);
    return { ...batch, calls: batch.calls.filter(({ contact }) => contact?.e164 && this.contacts.has(contact.e164)) };
  }

  private at(position: number, context: UpstreamContext): Promise<Batch> {
    const known = this.batches.get(position);
    if (known) return known;
    const batch = this.read(context);
    this.batches.set(position, batch);
    // A failure is told to those who wait for it now; whoever comes later asks again.
    batch.catch(() => this.batches.delete(position));
    return batch;
  }
}
