import { validate } from 'class-validator';
import type { Call } from '../model/call.js';
import type { CallProvider, DialCapability } from '../providers/provider.js';
import { ProviderError } from '../providers/provider-error.js';
import type { CreatePhoneCallInput } from './create-phone-call.input.js';
import { invalidInput, type UserErrorFacts } from './user-error.js';

/** What became of a wish to have a call placed. */
export interface DialOutcome {
  readonly call: Call | null;
  readonly userErrors: readonly UserErrorFacts[];
}

/** Has calls placed: checks the input, asks once, and tells the truth about what came of it. */
export class Dialer {
  private readonly dial: DialCapability | undefined;

  /** `timeoutMs`: how long a provider may take to place a call. A client that goes away doesn't shorten it. */
  constructor(
    providers: readonly CallProvider[],
    private readonly timeoutMs: number,
  ) {
    this.dial = providers.find(({ dial }) => dial)?.dial;
  }

  async createPhoneCall(input: CreatePhoneCallInput): Promise<DialOutcome> {
    const problems = invalidInput(await validate(input, { forbidUnknownValues: false }));
    if (problems.length > 0) return { call: null, userErrors: problems };
    if (!this.dial) return failed('PROVIDER_UNAVAILABLE', 'No configured provider places calls; AICALLER would.');
    const { idempotencyKey: _, ...request } = input;
    try {
      return { call: await this.dial.place(request, { signal: AbortSignal.timeout(this.timeoutMs) }), userErrors: [] };
    } catch (error) {
      if (error instanceof ProviderError) return explain(error);
      throw error;
    }
  }
}

/** A refusal and an unmade connection are certain; after anything else the phone may ring. */
function explain({ message, facts }: ProviderError): DialOutcome {
  const { status = 0, nothingSent, reason } = facts;
  if (nothingSent) return failed('PROVIDER_UNAVAILABLE', `${message} Nothing was sent: trying again is safe.`);
  if (status >= 400 && status < 500) return failed('PROVIDER_REJECTED', reason ? `AICALLER refused: ${reason}` : message);
  return failed('OUTCOME_UNKNOWN', `${message} The call may have been placed: look for it before placing it again.`);
}

function failed(code: UserErrorFacts['code'], message: string): DialOutcome {
  return { call: null, userErrors: [{ code, message, field: null }] };
}
