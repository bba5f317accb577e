import { ProviderError } from './provider-error.js';

/** Asks for some ids in one upstream request: what was found, by id. @throws ProviderError */
export type AskMany<T> = (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>;

/**
 * Asks for any number of ids in the fewest requests of at most `max`. One id that a vendor chokes on
 * doesn't fail its neighbours: a batch that fails is halved and asked again, down to the culprit.
 * Ids that are in no answer are absent from the result.
 */
export async function askInBatches<T>(ids: readonly string[], max: number, ask: AskMany<T>): Promise<Map<string, T | ProviderError>> {
  const unique = [...new Set(ids)];
  const batches = Array.from({ length: Math.ceil(unique.length / max) }, (_, index) => unique.slice(index * max, (index + 1) * max));
  const answers = await Promise.all(batches.map((batch) => askHalving(batch, ask)));
  return new Map(answers.flatMap((answer) => [...answer]));
}

async function askHalving<T>(ids: readonly string[], ask: AskMany<T>): Promise<Map<string, T | ProviderError>> {
  const answer = await attempt(ids, ask);
  return answer instanceof ProviderError ? afterFailure(ids, answer, ask) : new Map(answer);
}

async function afterFailure<T>(ids: readonly string[], error: ProviderError, ask: AskMany<T>): Promise<Map<string, T | ProviderError>> {
  if (ids.length === 1 || !mayBeOneIdsFault(error)) return everyIdFailed(ids, error);
  const middle = Math.ceil(ids.length / 2);
  const halves = [ids.slice(0, middle), ids.slice(middle)];
  const answers = await Promise.all(halves.map((half) => attempt(half, ask)));
  // An outage fails both halves. Looking for the culprit then would ask a failing vendor 199 times.
  if (!isRefusal(error) && answers.every((answer) => answer instanceof ProviderError)) return everyIdFailed(ids, error);
  const settled = await Promise.all(
    answers.map((answer, index) => answer instanceof ProviderError ? afterFailure(halves[index] ?? [], answer, ask) : Promise.resolve(answer)),
  );
  return new Map(settled.flatMap((answer) => [...answer]));
}

async function attempt<T>(ids: readonly string[], ask: AskMany<T>): Promise<ReadonlyMap<string, T> | ProviderError> {
  try {
    return await ask(ids);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

/** Credentials, rate limits, time-outs and dead connections don't depend on which ids were asked for. */
function mayBeOneIdsFault(error: ProviderError): boolean {
  return error.code === 'PROVIDER_BAD_RESPONSE' || (error.code === 'PROVIDER_UNAVAILABLE' && error.facts.status !== undefined);
}

/** The vendor answered that the request is wrong, which says that the vendor itself is well. */
function isRefusal({ facts: { status = 0 } }: ProviderError): boolean {
  return status >= 400 && status < 500;
}

function everyIdFailed(ids: readonly string[], error: ProviderError): Map<string, ProviderError> {
  return new Map(ids.map((id) => [id, error]));
}
