import { codesIn, type Graph } from './graph.js';
import type { Simulator } from '../../src/simulators/index.js';

const QUERY = 'query ($ids: [ID!]!, $likely: Boolean!) { callsByIds(ids: $ids) { sameCallAs(includeLikely: $likely) { call { provider providerCallId } relation evidence } } }';

export interface SameCall {
  readonly call: { readonly provider: string; readonly providerCallId: string };
  readonly relation: string;
  readonly evidence: readonly string[];
}

/** The matches of calls that are asked for together, with the codes of errors and how many requests each provider got. */
export interface SameCallAnswer {
  readonly matches: readonly (readonly SameCall[])[];
  readonly codes: readonly unknown[];
  readonly errors: readonly Record<string, unknown>[];
  readonly requests: (simulator: Simulator) => number;
}

export async function sameCallsOf(graph: Graph, ids: readonly string[], likely = false): Promise<SameCallAnswer> {
  for (const { requests } of graph.simulators.all) requests.length = 0;
  const answer = await graph.ask<{ callsByIds: { sameCallAs: SameCall[] }[] }>(QUERY, { ids, likely });
  if (!answer.data) throw new Error(JSON.stringify(answer.errors?.slice(0, 3)));
  const sent = new Map(graph.simulators.all.map((simulator) => [simulator, simulator.requests.length]));
  return {
    matches: answer.data.callsByIds.map(({ sameCallAs }) => sameCallAs),
    codes: codesIn(answer),
    errors: (answer.errors ?? []).map((error) => ({ ...error })),
    requests: (simulator) => sent.get(simulator) ?? 0,
  };
}

/** A match in short: the relation and the provider's id. */
export function inShort(matches: readonly SameCall[] | undefined): string[] {
  return (matches ?? []).map(({ relation, call }) => `${relation} ${call.providerCallId}`);
}
