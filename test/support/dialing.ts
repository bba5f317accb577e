import type { RecordedRequest } from '../../src/simulators/index.js';
import type { Answer, Data, Graph } from './graph.js';

/** The required fields of a call. */
export const LEAST = {
  teamId: 'team-1',
  callTemplateId: 'template-1',
  nameOfHuman: 'Ada',
  toPhoneNumber: '+12025550143',
  promptVariableValues: [{ key: 'customer_name', value: 'Ada' }],
};

/** A secret that must not appear anywhere. */
export const SECRET = 'whsec_hunter2hunter2';

export interface Payload {
  createPhoneCall: {
    call: Data | null;
    replayed: boolean;
    userErrors: { code: string; message: string; field: string[] | null }[];
  };
}

/** Places a call with the required fields and the given ones. */
export function place(graph: Pick<Graph, 'ask'>, fields: Data = {}, selection = 'id'): Promise<Answer<Payload>> {
  const mutation = `mutation ($input: CreatePhoneCallInput!) {
    createPhoneCall(input: $input) { call { ${selection} } replayed userErrors { code message field } }
  }`;
  return graph.ask<Payload>(mutation, { input: { ...LEAST, ...fields } });
}

/** The bodies of the calls that AICaller got. */
export function posts({ simulators }: Graph): RecordedRequest[] {
  return simulators.aicaller.requests.filter(({ method }) => method === 'POST');
}
