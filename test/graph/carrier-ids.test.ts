import { useReplicas } from '../support/replicas.js';
import { writeGlobalId } from '../support/global-ids.js';
import { SKIPCALL } from '../vendors/index.js';
import { serve } from '../vendors/rows.js';

const replicas = useReplicas({});

test("A call says under which ids its carrier knows it, from the provider's own record, at no cost", async () => {
  const row = SKIPCALL.row(1);
  serve(replicas.simulators.skipcall, row);
  const id = writeGlobalId('Call', 'SKIPCALL', String(row['id']));
  const query = (selection: string) => replicas.first.data(`query ($id: ID!) { call(id: $id) { ${selection} } }`, { id });
  expect((await query('id carrierIds { carrier kind id }')).call.carrierIds).toEqual([
    { carrier: 'TWILIO', kind: 'CALL', id: 'CA123456789' },
    { carrier: 'TWILIO', kind: 'CALL', id: 'CA987654321' },
    { carrier: 'TWILIO', kind: 'CONFERENCE', id: 'CF123456789' },
  ]);
  expect(replicas.simulators.all.flatMap(({ requests }) => requests)).toHaveLength(1);
});
