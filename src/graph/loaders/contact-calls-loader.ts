import DataLoader from 'dataloader';
import type { Feed, FeedPage, FeedRequest } from '../../feed/feed.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';

/** Pages of calls of several contacts in one operation, asked for together. */
export class ContactCallsLoader {
  /** By what is asked of each contact. */
  private readonly loaders = new Map<string, DataLoader<string, FeedPage>>();

  constructor(
    private readonly feed: Feed,
    private readonly context: UpstreamContext,
  ) {}

  /** A page of the calls with one number, in E.164. Further pages are each contact's own. */
  load(contact: string, { after, ...request }: FeedRequest): Promise<FeedPage> {
    if (after) return this.feed.page({ ...request, filter: { ...request.filter, contacts: [contact] }, after }, this.context);
    const asked = JSON.stringify(request);
    let loader = this.loaders.get(asked);
    if (!loader) {
      loader = new DataLoader((contacts) => this.feed.pagesOfContacts(contacts, request, this.context), {
        batchScheduleFn: (dispatch) => setImmediate(dispatch),
      });
      this.loaders.set(asked, loader);
    }
    return loader.load(contact);
  }
}
