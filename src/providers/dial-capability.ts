import type { Call } from '../model/call.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';

/** What identifies a placed call. A vendor adds its own traits; all of them must serialize to JSON. */
export interface CallTraits {
  /** E.164. */
  readonly toPhoneNumber: string;
}

/** A dial attempt whose call we look for. */
export interface DialAttempt {
  readonly traits: CallTraits;
  /** By our clock; the provider's may differ. */
  readonly from: Date;
  readonly to: Date;
  /** The token in our webhook's address; only the attempt's own call has it. Null when the attempt set no webhook. */
  readonly webhookToken: string | null;
}

/** The webhook to set on a call that is placed. */
export interface CompletionWebhook {
  readonly url: string;
  readonly subscribedEvent: string;
}

/** Requests have the definition's `dialInput` type and are already validated by its rules. */
export interface DialCapability {
  /** The vendor's name for the event that a placed call is over. */
  readonly completionEvent: string;
  /** The webhooks that a request asks for, with their paths in the input. */
  webhooksIn(request: object): readonly { readonly url: string; readonly field: readonly string[] }[];
  withWebhook(request: object, webhook: CompletionWebhook): object;
  traitsOf(request: object): CallTraits;
  /** Equal for traits whose calls look the same after the vendor has changed them. */
  similarityOf(traits: CallTraits): string;
  /** Places the call: exactly one upstream request, never a retry. */
  place(request: object, context: UpstreamContext): Promise<Call>;
  /** The calls that an attempt with a lost answer may have placed. Read only. @throws ProviderError */
  findPlaced(attempt: DialAttempt, context: UpstreamContext): Promise<PlacedCalls>;
}

/** Calls that an attempt may have placed. */
export interface PlacedCalls {
  /** Calls that match the request exactly. */
  readonly calls: readonly Call[];
  /** Calls that differ from the request only in what the vendor may change. */
  readonly similar: readonly Call[];
  /** The calls carry the attempt's own token, which no other call has. */
  readonly isCertain: boolean;
  /** Provider ids of other calls that may be the attempt's. */
  readonly doubtful: readonly string[];
}
