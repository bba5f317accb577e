import type { Call } from '../../model/call.js';
import { CallStatus } from '../../model/call-status.js';
import type { PhoneCallRequest } from '../phone-call-request.js';
import type { DialCapability, UpstreamContext } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { Json } from '../reading.js';
import type { AiCallerApi } from './api.js';
import { AICALLER, STATUS_WORDS, toCall } from './to-call.js';

/** Places calls through POST /v1/phoneCalls (document 001). */
export class AiCallerDial implements DialCapability {
  constructor(private readonly api: AiCallerApi) {}

  async place(request: PhoneCallRequest, context: UpstreamContext): Promise<Call> {
    const call = toCall(await this.api.create(toBody(request), context));
    if (!call) throw new ProviderError(AICALLER, 'PROVIDER_BAD_RESPONSE', 'AICALLER answered with a call that has no id.');
    return call;
  }
}

/** The POST body in AICaller's own words; what was not given is not sent. */
export function toBody(request: PhoneCallRequest): Json {
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
