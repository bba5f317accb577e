import type { RecordedRequest } from '../../src/simulators/index.js';
import type { Answer, Data, Graph } from './graph.js';

/** The least that a call needs. */
export const LEAST = {
  teamId: 'team-1',
  callTemplateId: 'template-1',
  nameOfHuman: 'Ada',
  toPhoneNumber: '+12025550143',
  promptVariableValues: [{ key: 'customer_name', value: 'Ada' }],
};

/** A secret that must never be seen again. */
export const SECRET = 'whsec_hunter2hunter2';

export interface Payload {
  createPhoneCall: {
    call: Data | null;
    replayed: boolean;
    userErrors: { code: string; message: string; field: string[] | null }[];
  };
}

/** Asks for a call: the least that it needs, with some fields of the test's own. */
export function place(graph: Pick<Graph, 'ask'>, fields: Data = {}, selection = 'id'): Promise<Answer<Payload>> {
  const mutation = `mutation ($input: CreatePhoneCallInput!) {
    createPhoneCall(input: $input) { call { ${selection} } replayed userErrors { code message field } }
  }`;
  return graph.ask<Payload>(mutation, { input: { ...LEAST, ...fields } });
}

/** What AICaller was asked to place. */
export function posts({ simulators }: Graph): RecordedRequest[] {
  return simulators.aicaller.requests.filter(({ method }) => method === 'POST');
}
