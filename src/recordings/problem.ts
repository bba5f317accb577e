/** Why a recording is not played. */
export type ProblemCode =
  | 'LINK_NOT_VALID'
  | 'RECORDING_NOT_FOUND'
  | 'RECORDING_NOT_READY'
  | 'RECORDING_UNAVAILABLE'
  | 'RECORDING_REFUSED_ADDRESS'
  | 'TOO_MANY_STREAMS'
  | 'PROVIDER_TIMEOUT'
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_UNAUTHORIZED'
  | 'PROVIDER_RATE_LIMITED'
  | 'PROVIDER_BAD_RESPONSE'
  | 'STORE_UNAVAILABLE';

/** An answer without audio. It never has the provider's own words or status, because a 401 would make a browser ask for a password. */
export class RecordingProblem extends Error {
  override readonly name = 'RecordingProblem';

  constructor(
    readonly code: ProblemCode,
    /** The HTTP status. */
    readonly status: number,
    message: string,
    /** When to come again, in seconds. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }
}
