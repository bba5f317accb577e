import type { Call } from '../../model/call.js';
import { CallStatus } from '../../model/call-status.js';
import type { CompletionWebhook, DialAttempt, DialCapability, PlacedCalls } from '../dial-capability.js';
import type { ClockSkew } from '../../upstream/observed-clock.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import { identifier, isoInstant, texts } from '../reading.js';
import { type Json, records } from '../../model/json-value.js';
import type { AiCallerApi } from './api.js';
import { Likeness, likenessOf } from './likeness.js';
import { type PhoneCallRequest, type PhoneCallTraits, similarityOf, traitsOf } from './phone-call-request.js';
import { AICALLER, STATUS_WORDS } from './to-call.js';

/** One number has few calls, so the search range is wide enough for any clock skew. */
const SEARCHED_MS = 2 * 24 * 60 * 60 * 1000;
/** AICaller may truncate instants to the second. */
const ROUNDING_MS = 1000;

interface PhoneCallAttempt extends DialAttempt {
  readonly traits: PhoneCallTraits;
}

/** Places calls through POST /v1/phoneCalls (document 001). */
export class AiCallerDial implements DialCapability {
  readonly completionEvent = 'phoneCall.completed';

  constructor(
    private readonly api: AiCallerApi,
    private readonly toCall: (row: Json) => Call | null,
    private readonly isOwnWebhook: (url: string) => boolean,
    private readonly clockSkew: () => ClockSkew | null,
  ) {}

  webhooksIn({ phoneCallWebhooks }: PhoneCallRequest): { url: string; field: string[] }[] {
    return (phoneCallWebhooks ?? []).map(({ url }, index) => ({ url, field: ['phoneCallWebhooks', String(index), 'url'] }));
  }

  withWebhook(request: PhoneCallRequest, webhook: CompletionWebhook): PhoneCallRequest {
    return { ...request, phoneCallWebhooks: [...(request.phoneCallWebhooks ?? []), webhook] };
  }

  traitsOf(request: PhoneCallRequest): PhoneCallTraits {
    return traitsOf(request);
  }

  similarityOf(traits: PhoneCallTraits): string {
    return similarityOf(traits);
  }

  async place(request: PhoneCallRequest, context: UpstreamContext): Promise<Call> {
    const call = this.toCall(await this.api.create(toBody(request), context));
    if (!call) throw new ProviderError(AICALLER, 'PROVIDER_BAD_RESPONSE', 'AICALLER answered with a call that has no id.');
    return call;
  }

  async findPlaced(attempt: PhoneCallAttempt, context: UpstreamContext): Promise<PlacedCalls> {
    const rows = await this.callsTo(attempt, context);
    const { webhookToken } = attempt;
    const bare = rows.filter((row) => this.ownWebhooks(row).length === 0);
    if (webhookToken === null) return this.recognised(attempt, bare);
    // A call with our webhook belongs only to the attempt that set the webhook.
    const own = rows.filter((row) => this.ownWebhooks(row).some((url) => url.includes(webhookToken)));
    const { calls, similar, doubtful } = this.recognised(attempt, bare);
    const alike = [...calls, ...similar].map(({ providerCallId }) => providerCallId);
    return { calls: this.read(own), similar: [], isCertain: true, doubtful: [...alike, ...doubtful] };
  }

  /** The calls to the attempt's number around its time, for both spellings of the number that AICaller may filter by. */
  private async callsTo({ traits: { toPhoneNumber }, from, to }: PhoneCallAttempt, context: UpstreamContext): Promise<Json[]> {
    const created = { after: from.getTime() - SEARCHED_MS, before: to.getTime() + SEARCHED_MS };
    const [rows, others] = await Promise.all([
      this.api.list({ toPhoneNumber }, created, context),
      // AICaller may store numbers without a plus. If it does not, it may refuse this query.
      this.api.list({ toPhoneNumber: toPhoneNumber.slice(1) }, created, context).catch(failureAsValue),
    ]);
    const byId = new Map(records([...rows, ...(others instanceof ProviderError ? [] : others)]).map((row) => [identifier(row['_id']), row]));
    return [...byId.values()];
  }

  /**
   * The calls to the number that may be the attempt's. A call from before the attempt is never accepted. But
   * AICaller's rows may use another clock than its answers, so such a call with the same traits is doubtful.
   */
  private recognised({ traits, from, to }: PhoneCallAttempt, rows: readonly Json[]): PlacedCalls {
    const skew = this.clockSkew();
    const earliest = from.getTime() + (skew?.least ?? 0) - ROUNDING_MS;
    const latest = to.getTime() + Math.max(0, skew?.most ?? 0);
    const isInTime = (row: Json) => {
      const createdAt = isoInstant(row['createdAt'])?.getTime();
      return createdAt !== undefined && createdAt >= earliest && createdAt <= latest;
    };
    const alike = (likeness: Likeness) => rows.filter((row) => isInTime(row) && likenessOf(row, traits) === likeness);
    // In the time range, calls with other traits are doubtful: AICaller may have changed them. Outside it, calls with like traits are.
    const doubtful = rows.filter((row) => isInTime(row) === (likenessOf(row, traits) === Likeness.OTHER));
    return {
      calls: this.read(alike(Likeness.SAME)),
      similar: this.read(alike(Likeness.SIMILAR)),
      isCertain: false,
      doubtful: doubtful.flatMap((row) => identifier(row['_id']) ?? []),
    };
  }

  private read(rows: readonly Json[]): Call[] {
    return rows.map(this.toCall).filter((call) => call !== null);
  }

  private ownWebhooks(row: Json): string[] {
    return texts(records(row['phoneCallWebhooks']).map(({ url }) => url)).filter(this.isOwnWebhook);
  }
}

/** The POST body with AICaller's field names and words; absent values are not sent. */
function toBody(request: PhoneCallRequest): Json {
  const body = {
    teamId: request.teamId,
    callTemplateId: request.callTemplateId,
    nameOfHuman: request.nameOfHuman,
    toPhoneNumber: request.toPhoneNumber,
    promptVariableValues: request.promptVariableValues.map(({ key, value }) => ({ key, value })),
    phoneNumberId: request.phoneNumberId,
    fromPhoneNumber: request.fromPhoneNumber,
    toEmailAddress: request.toEmailAddress,
    status: request.status && request.status !== CallStatus.UNKNOWN ? STATUS_WORDS[request.status][0] : undefined,
    telephonyProvider: request.telephonyProvider?.toLowerCase(),
    record: request.record,
    callDelayedUntil: request.callDelayedUntil?.toISOString(),
    phoneCallWebhooks: request.phoneCallWebhooks?.map(({ url, subscribedEvent, secret }) => ({
      url,
      subscribedEvent,
      ...(secret === null || secret === undefined ? {} : { secret }),
    })),
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== null));
}
