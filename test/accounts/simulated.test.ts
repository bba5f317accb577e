import type { Data } from '../support/graph.js';
import { useChildren } from '../support/child.js';

const children = useChildren();

test('SIMULATED_ACCOUNTS simulates further accounts, each with calls of its own', async () => {
  const child = await children.start({ SIMULATED_ACCOUNTS: 'exotel-north,contact-center-north' });
  const { data } = await child.ask(`{
    providerAccounts { name isSimulated }
    own: calls(first: 50, filter: { providerAccounts: ["exotel"] }) { nodes { providerCallId } sources { status providerAccount { name } } }
    north: calls(first: 50, filter: { providerAccounts: ["exotel-north"] }) { nodes { providerCallId } }
  }`);
  expect(data.providerAccounts).toEqual(expect.arrayContaining(['exotel', 'exotel-north', 'contact-center-north'].map((name) => ({ name, isSimulated: true }))));
  expect(data.own.sources).toContainEqual({ status: 'SKIPPED', providerAccount: { name: 'exotel-north' } });
  const idsIn = ({ nodes }: { nodes: Data[] }) => nodes.map(({ providerCallId }) => providerCallId);
  expect(idsIn(data.north)).toHaveLength(50);
  expect(idsIn(data.own).filter((id) => idsIn(data.north).includes(id))).toEqual([]);
});
