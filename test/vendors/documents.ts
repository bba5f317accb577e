import type { Fault, Row } from '../../src/simulators/index.js';
import { LEAST } from '../support/dialing.js';
import { type Data, type Graph, run } from '../support/graph.js';
import type { Path } from '../support/leaves.js';
import { type CallProvider, CompleteCallsDocument, CreatePhoneCallDocument } from '../generated/operations.js';
import { serve } from './rows.js';
import { type SampleName, sampleCall } from './samples.js';

/** A vendor's document, and how the graph comes to see its sample response. */
export interface Document {
  readonly title: string;
  readonly sample: SampleName;
  /** Leaves that are deliberately not in the graph, each with the reason. */
  readonly drops: Readonly<Record<Path, string>>;
  /** What one complete operation answers when the vendor answers this response. */
  answer(graph: Graph, response: Row): Promise<Data>;
}

const SECRET = 'write-only: whoever reads calls could forge notifications with it';
const PLACEHOLDER = 'the document has a placeholder here that is no instant';
const PAGING = "the vendor's way of paging; the feed has cursors of its own and asks for pages by number";
const SAME_LEG = 'the same leg is in all_agents, from where it is shown';

const answeredLegs = ['user_id', 'alias', 'sip', 'type', 'is_any_transfer', 'hangup_reason'];

export const DOCUMENTS: readonly Document[] = [
  {
    title: 'document 000, AICaller\'s list',
    sample: 'aicaller-list',
    drops: { 'data.0.phoneCallWebhooks.0.secret': SECRET },
    answer: (graph, response) => {
      const rows = response['data'] as Row[];
      serve(graph.simulators.aicaller, ...rows);
      return lookUp(graph, 'AICALLER', rows.map((row) => row['_id']));
    },
  },
  {
    title: 'document 001, AICaller\'s answer to a new call',
    sample: 'aicaller-create',
    drops: { 'data.phoneCallWebhooks.0.secret': SECRET, 'data.createdAt': PLACEHOLDER, 'data.updatedAt': PLACEHOLDER },
    answer: (graph, response) => {
      graph.simulators.aicaller.faults.clear();
      graph.simulators.aicaller.faults.add({ fault: answering(response) });
      return run(graph, CreatePhoneCallDocument, { input: LEAST });
    },
  },
  {
    title: 'document 002, the contact centre',
    sample: 'contact-center',
    drops: {
      ...Object.fromEntries(['page', 'limit', 'total', 'next', 'previous'].map((name) => [`meta.${name}`, PAGING])),
      ...Object.fromEntries([0, 1].flatMap((call) => answeredLegs.map((name) => [`calls.${call}.answered_agents.0.${name}`, SAME_LEG]))),
    },
    answer: (graph, response) => {
      graph.simulators.contactCenter.faults.clear();
      graph.simulators.contactCenter.faults.add({ fault: answering(response), times: Infinity });
      return lookUp(graph, 'CONTACT_CENTER', (response['calls'] as Row[]).map((row) => row['id']));
    },
  },
  {
    title: 'document 003, Skipcall',
    sample: 'skipcall',
    drops: {},
    answer: (graph, response) => {
      serve(graph.simulators.skipcall, response);
      return lookUp(graph, 'SKIPCALL', [response['id']]);
    },
  },
  {
    title: 'document 004, Exotel',
    sample: 'exotel',
    drops: {},
    answer: (graph, response) => {
      serve(graph.simulators.exotel, response);
      return lookUp(graph, 'EXOTEL', [response['Sid']]);
    },
  },
];

/** The secret of the samples' webhooks. */
export const SAMPLE_SECRET = String((sampleCall('aicaller-list')['phoneCallWebhooks'] as Row[])[0]?.['secret']);

function answering(body: Row): Fault {
  return { kind: 'status', status: 200, body };
}

function lookUp(graph: Graph, provider: CallProvider, ids: unknown[]): Promise<Data> {
  return run(graph, CompleteCallsDocument, { provider, providerCallIds: ids.map(String) });
}
