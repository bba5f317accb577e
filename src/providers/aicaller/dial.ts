import type { Call } from '../../model/call.js';
import { CallStatus } from '../../model/call-status.js';
import type { CallMarks, DialAttempt, PhoneCallRequest } from '../phone-call-request.js';
import type { DialCapability, PlacedCalls, UpstreamContext } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import { identifier, type Json, records, text, texts, verbatim } from '../reading.js';
import type { AiCallerApi } from './api.js';
import { AICALLER, STATUS_WORDS } from './to-call.js';

/** AICaller's clock and ours may differ by so much. */
const CLOCK_MARGIN_MS = 60_000;

/** Places calls through POST /v1/phoneCalls (document 001). */
export class AiCallerDial implements DialCapability {
  constructor(
    private readonly api: AiCallerApi,
    private readonly toCall: (row: Json) => Call | null,
    private readonly isOwnWebhook: (url: string) => boolean,
  ) {}

  async place(request: PhoneCallRequest, context: UpstreamContext): Promise<Call> {
    const call = this.toCall(await this.api.create(toBody(request), context));
    if (!call) throw new ProviderError(AICALLER, 'PROVIDER_BAD_RESPONSE', 'AICALLER answered with a call that has no id.');
    return call;
  }

  async findPlaced({ marks, from, to, webhookToken }: DialAttempt, context: UpstreamContext): Promise<PlacedCalls> {
    const created = { after: from.getTime() - CLOCK_MARGIN_MS, before: to.getTime() + CLOCK_MARGIN_MS };
    const rows = records(await this.api.list({ toPhoneNumber: marks.toPhoneNumber }, created, context));
    const ownWebhooks = (row: Json) => texts(records(row['phoneCallWebhooks']).map(({ url }) => url)).filter(this.isOwnWebhook);
    // A call with a webhook of ours belongs to the attempt that set it, and to no other.
    const placed = rows.filter((row) =>
      webhookToken === null ? ownWebhooks(row).length === 0 && bears(row, marks) : ownWebhooks(row).some((url) => url.includes(webhookToken)),
    );
    return { calls: placed.map(this.toCall).filter((call) => call !== null), isCertain: webhookToken !== null };
  }
}

/** Whether a row shows the template, the name and the variables of a request; the list was by number and time. */
function bears(row: Json, marks: CallMarks): boolean {
  const given = (pairs: readonly { readonly key: string; readonly value: string }[]) => pairs.map(({ key, value }) => JSON.stringify([key, value])).sort();
  const shown = records(row['promptVariableValues']).map(({ key, value }) => ({ key: verbatim(key) ?? '', value: verbatim(value) ?? '' }));
  return (
    identifier(row['callTemplateId']) === marks.callTemplateId &&
    text(row['nameOfHuman']) === marks.nameOfHuman &&
    given(shown).join() === given(marks.promptVariableValues).join()
  );
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
