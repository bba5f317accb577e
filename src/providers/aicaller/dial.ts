import type { Call } from '../../model/call.js';
import { CallStatus } from '../../model/call-status.js';
import type { DialAttempt, PhoneCallRequest } from '../phone-call-request.js';
import type { ClockSkew, DialCapability, PlacedCalls, UpstreamContext } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import { identifier, isoInstant, type Json, records, texts } from '../reading.js';
import type { AiCallerApi } from './api.js';
import { Likeness, likenessOf } from './likeness.js';
import { AICALLER, STATUS_WORDS } from './to-call.js';

/** Calls to one number are few: the list is asked for whatever AICaller's clock may say. */
const SEARCHED_MS = 2 * 24 * 60 * 60 * 1000;
/** Instants may be cut to the second. */
const ROUNDING_MS = 1000;

/** Places calls through POST /v1/phoneCalls (document 001). */
export class AiCallerDial implements DialCapability {
  constructor(
    private readonly api: AiCallerApi,
    private readonly toCall: (row: Json) => Call | null,
    private readonly isOwnWebhook: (url: string) => boolean,
    private readonly clockSkew: () => ClockSkew | null,
  ) {}

  async place(request: PhoneCallRequest, context: UpstreamContext): Promise<Call> {
    const call = this.toCall(await this.api.create(toBody(request), context));
    if (!call) throw new ProviderError(AICALLER, 'PROVIDER_BAD_RESPONSE', 'AICALLER answered with a call that has no id.');
    return call;
  }

  async findPlaced(attempt: DialAttempt, context: UpstreamContext): Promise<PlacedCalls> {
    const { marks, from, to, webhookToken } = attempt;
    const created = { after: from.getTime() - SEARCHED_MS, before: to.getTime() + SEARCHED_MS };
    const rows = records(await this.api.list({ toPhoneNumber: marks.toPhoneNumber }, created, context));
    if (webhookToken === null) return this.recognised(attempt, rows.filter((row) => this.ownWebhooks(row).length === 0));
    // A call with a webhook of ours belongs to the attempt that set it, and to no other.
    const own = rows.filter((row) => this.ownWebhooks(row).some((url) => url.includes(webhookToken)));
    const bare = rows.filter((row) => this.ownWebhooks(row).length === 0);
    const { calls, similar, doubt } = this.recognised(attempt, bare);
    const resembling = [...calls, ...similar].map(({ providerCallId }) => providerCallId);
    const unmarked = resembling.length > 0 ? `AICALLER has calls that look like it and bear no webhook of ours: ${resembling.join(', ')}.` : doubt;
    return { calls: this.read(own), similar: [], isCertain: true, doubt: unmarked };
  }

  /** Of calls to the number, those that may be the attempt's. A call from before it is never one of them. */
  private recognised({ marks, from, to }: DialAttempt, rows: readonly Json[]): PlacedCalls {
    const skew = this.clockSkew();
    const earliest = from.getTime() + (skew?.least ?? 0) - ROUNDING_MS;
    const latest = to.getTime() + Math.max(0, skew?.most ?? 0);
    const isInTime = (row: Json) => {
      const createdAt = isoInstant(row['createdAt'])?.getTime();
      return createdAt !== undefined && createdAt >= earliest && createdAt <= latest;
    };
    const inTime = rows.filter(isInTime);
    const alike = (likeness: Likeness) => inTime.filter((row) => likenessOf(row, marks) === likeness);
    const others = alike(Likeness.OTHER).flatMap((row) => identifier(row['_id']) ?? []);
    return { calls: this.read(alike(Likeness.SAME)), similar: this.read(alike(Likeness.SIMILAR)), isCertain: false, doubt: doubtOf(skew, others, rows.length - inTime.length) };
  }

  private read(rows: readonly Json[]): Call[] {
    return rows.map(this.toCall).filter((call) => call !== null);
  }

  private ownWebhooks(row: Json): string[] {
    return texts(records(row['phoneCallWebhooks']).map(({ url }) => url)).filter(this.isOwnWebhook);
  }
}

/** Why a call that was not recognised may be there all the same; null where AICaller's list leaves no room for it. */
function doubtOf(skew: ClockSkew | null, others: readonly string[], outOfTime: number): string | null {
  if (others.length > 0) return `AICALLER has other calls to this number from then: ${others.join(', ')}.`;
  return skew === null && outOfTime > 0 ? "AICALLER has calls to this number, and does not say what its clock says." : null;
}

/** The POST body in AICaller's own words; what was not given is not sent. */
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
