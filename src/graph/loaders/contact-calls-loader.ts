import DataLoader from 'dataloader';
import type { Feed, FeedPage, FeedRequest } from '../../feed/feed.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';

/** Loads first pages of the calls of several contacts together, for one operation. */
export class ContactCallsLoader {
  /** By the page request as JSON. */
  private readonly loaders = new Map<string, DataLoader<string, FeedPage>>();

  constructor(
    private readonly feed: Feed,
    private readonly context: UpstreamContext,
  ) {}

  /** A page of the calls with one number, in E.164. Further pages are loaded for each contact alone. */
  load(contact: string, { after, ...request }: FeedRequest): Promise<FeedPage> {
    if (after) return this.feed.page({ ...request, filter: { ...request.filter, contacts: [contact] }, after }, this.context);
    const key = JSON.stringify(request);
    let loader = this.loaders.get(key);
    if (!loader) {
      loader = new DataLoader((contacts) => this.feed.pagesOfContacts(contacts, request, this.context), {
        batchScheduleFn: (dispatch) => setImmediate(dispatch),
      });
      this.loaders.set(key, loader);
    }
    return loader.load(contact);
  }
}
