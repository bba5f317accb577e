/** Looks at a contender's first and last answer of a scenario before anything is measured. @throws Error */
export async function checkAnswers({ scenario, contender, load, bodies, asked }) {
  for (const index of new Set([0, bodies.length - 1])) {
    const answer = await load.askOnce(bodies[index]);
    const ids = contender.idsIn(answer, asked[index]);
    const isRight = scenario.first ? isPage(ids, scenario.first) && isComplete(answer) : isSame(ids, asked[index]);
    if (!isRight) throw new Error(`${contender.row} answers scenario ${scenario.key} wrong: ${JSON.stringify(answer).slice(0, 300)}`);
  }
}

/** Exactly the calls that were asked for, in their order. */
function isSame(ids, asked) {
  return ids.length === asked.length && ids.every((id, index) => id === asked[index]);
}

/** The floor's page is what the providers sent, which is more than a page. */
function isPage(ids, size) {
  return new Set(ids).size >= size;
}

/** A page that lacks a provider is no error in the graph, and cheaper than a whole one. */
function isComplete(answer) {
  const sources = answer.data?.calls.sources ?? [];
  return sources.every(({ status, code }) => status === 'OK' || code === 'CANNOT_LIST');
}
