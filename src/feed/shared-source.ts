import type { ListBatch, ListSource } from '../providers/provider.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';

/**
 * One source that several walks read at once. Each batch is requested once and shared by all walks. Each branch
 * has its own position.
 */
export class SharedSource {
  private readonly batches = new Map<number, Promise<ListBatch>>();
  /** How many calls the batches have. */
  private calls = 0;

  /** Keeps only calls of `contacts`, in E.164. */
  constructor(
    private readonly source: ListSource,
    private readonly contacts: ReadonlySet<string>,
  ) {}

  /** The source with the calls of one contact only. */
  branch(contact: string): ListSource {
    let position = 0;
    const shared = this.source;
    const held = () => this.heldByEach();
    return {
      get readAhead() {
        return shared.readAhead ?? 0;
      },
      get held() {
        return held();
      },
      next: async (context) => {
        const batch = await this.at(position, context);
        position += 1;
        return { ...batch, calls: batch.calls.filter((call) => call.contact?.e164 === contact) };
      },
    };
  }

  /** What all branches hold together, in equal parts. */
  private heldByEach(): number {
    return Math.ceil(((this.source.held ?? 0) + this.calls) / this.contacts.size);
  }

  private async read(context: UpstreamContext): Promise<ListBatch> {
    const batch = await this.source.next(context);
    const calls = batch.calls.filter(({ contact }) => contact?.e164 && this.contacts.has(contact.e164));
    this.calls += calls.length;
    return { ...batch, calls };
  }

  private at(position: number, context: UpstreamContext): Promise<ListBatch> {
    const known = this.batches.get(position);
    if (known) return known;
    const batch = this.read(context);
    this.batches.set(position, batch);
    // Only walks that already wait get this failure. A later one requests the batch again.
    batch.catch(() => this.batches.delete(position));
    return batch;
  }
}
