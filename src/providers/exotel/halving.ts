import { chunks } from '../listing/alternatives.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';

/** Looks up some ids in one upstream request and returns the found values by id. @throws ProviderError */
export type AskMany<T> = (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>;

/** After this many rounds without a success the vendor is failing, not one id. */
const ROUNDS_WITHOUT_SUCCESS = 3;

/**
 * Looks up any number of ids in the fewest requests of at most `max` ids. One bad id does not fail the
 * others: a failed batch is halved and sent again until the bad id is alone, as long as some request
 * succeeds. Ids that no answer contains are absent from the result.
 */
export async function askInBatches<T>(ids: readonly string[], max: number, ask: AskMany<T>): Promise<Map<string, T | ProviderError>> {
  const outcomes = new Map<string, T | ProviderError>();
  await Promise.all(chunks(ids, max).map((batch) => askHalving(batch, ask, outcomes)));
  return outcomes;
}

/** Adds outcomes. Works in rounds, so that the outcome of one half decides whether to continue with the other. */
async function askHalving<T>(batch: readonly string[], ask: AskMany<T>, outcomes: Map<string, T | ProviderError>): Promise<void> {
  let succeeded = false;
  for (let round = 1, groups = [batch]; groups.length > 0; round++) {
    const answers = await Promise.all(groups.map((group) => ask(group).catch(failureAsValue)));
    succeeded ||= answers.some((answer) => !(answer instanceof ProviderError));
    const smaller: (readonly string[])[] = [];
    for (const [index, group] of groups.entries()) {
      const answer = answers[index];
      if (answer instanceof ProviderError) {
        if (group.length > 1 && mayBeOneIdsFault(answer) && (succeeded || round < ROUNDS_WITHOUT_SUCCESS)) smaller.push(...halves(group));
        else for (const id of group) outcomes.set(id, answer);
      } else {
        for (const [id, found] of answer ?? []) outcomes.set(id, found);
      }
    }
    groups = smaller;
  }
}

function halves(ids: readonly string[]): (readonly string[])[] {
  const middle = Math.ceil(ids.length / 2);
  return [ids.slice(0, middle), ids.slice(middle)];
}

/** Errors from credentials, addresses, rate limits, time-outs, dead connections, gateways and too large answers do not depend on the ids. */
function mayBeOneIdsFault({ code, facts: { status, tooLarge } }: ProviderError): boolean {
  return (code === 'PROVIDER_BAD_RESPONSE' && status !== 404 && !tooLarge) || status === 500;
}
