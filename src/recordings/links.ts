import { randomUUID } from 'node:crypto';
import DataLoader from 'dataloader';
import { type CallerIdentity, callerKey } from '../access/caller.js';
import type { Audit } from '../audit/audit.js';
import type { AuditEntry } from '../audit/audit-entry.js';
import type { AccountName } from '../model/account.js';
import type { Recording } from '../model/recording.js';
import type { RecordingLink } from '../model/recording-link.js';
import { writeToken } from './link-token.js';

export interface LinkParts {
  /** Signs the links of an account's recordings. */
  readonly keyOf: (account: AccountName) => Buffer;
  /** Where recordings are served, without a slash at the end. */
  readonly baseUrl: () => string;
  readonly audit: Audit;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Whom a link is given to. */
export interface LinkReceiver {
  readonly identity: CallerIdentity | null;
  readonly requestId: string | null;
}

const MAX_ROWS_AT_ONCE = 500;

/** Gives links to recordings. Each is in the audit before it is given. */
export class RecordingLinks {
  /** A page has hundreds of recordings: their rows are written together. */
  private readonly written: DataLoader<AuditEntry, true>;

  constructor(private readonly parts: LinkParts) {
    const write = async (entries: readonly AuditEntry[]) => {
      await parts.audit.recordAll(entries);
      return entries.map(() => true as const);
    };
    this.written = new DataLoader(write, { cache: false, maxBatchSize: MAX_ROWS_AT_ONCE });
  }

  /** A link that plays a recording for some seconds. @throws StoreUnavailable */
  async give({ id: recordingId }: Recording, account: AccountName, { identity, requestId }: LinkReceiver, seconds: number): Promise<RecordingLink> {
    const { keyOf, baseUrl, now } = this.parts;
    const linkId = randomUUID();
    const expiresAt = Math.floor(now() / 1000) + seconds;
    await this.written.load({ action: 'GIVE_RECORDING_LINK', outcome: 'GIVEN', caller: identity, account, attempt: linkId, target: recordingId, numberHash: null, requestId });
    const caller = identity && callerKey(identity);
    const urlOf = (isDownload: boolean) => `${baseUrl()}/recordings/${writeToken({ linkId, recordingId, expiresAt, caller, isDownload }, keyOf(account))}`;
    return { url: urlOf(false), downloadUrl: urlOf(true), expiresAt: new Date(expiresAt * 1000) };
  }
}
