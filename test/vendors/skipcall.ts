import { toCall } from '../../src/providers/skipcall/to-call.js';
import { everythingOf } from './document.js';
import { serve } from './rows.js';
import { sampleCall } from './samples.js';
import type { Vendor } from './vendor.js';

export const SKIPCALL: Vendor = {
  provider: 'SKIPCALL',
  simulator: 'skipcall',
  capabilities: ['GET_CALL'],
  secrets: ['SKIPCALL_API_KEY'],
  idField: 'id',
  unknownId: '00000000-0000-4000-8000-000000000000',
  impossibleId: 'call 1',
  row: (index) => ({ ...sampleCall('skipcall'), id: `123e4567-e89b-12d3-a456-${String(index).padStart(12, '0')}` }),
  toCall: (row) => toCall(row, 'FR'),
  unknownStatus: { status: 'teleporting' },
  documents: [
    {
      title: 'document 003, Skipcall',
      sample: 'skipcall',
      drops: {},
      answer: (graph, response) => {
        serve(graph.simulators.skipcall, response);
        return everythingOf(graph, 'SKIPCALL', [response['id']]);
      },
    },
  ],
};
