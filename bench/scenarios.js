import { hundreds } from './hundreds.js';

const FEW = [1, 8];
/** Some contenders open a connection to the provider for each of 1,000 calls: more clients measure only that. */
const FEWER = [1, 2];

/**
 * What is asked. `ask` is the contender's way to ask it; `batches` are the Sids of one operation each, and
 * one operation follows the other through all of them. A burst is its operations all at once.
 */
export const scenarios = [
  { key: 'a', title: 'One call by id', ask: 'one', batches: (sids) => sids.map((sid) => [sid]), calls: 1, connections: FEW },
  { key: 'b', title: '100 calls by id, under 100 aliases', ask: 'aliases', batches: hundreds, calls: 100, connections: FEW },
  { key: 'c100', title: '100 calls by id, as one list', ask: 'list', batches: hundreds, calls: 100, connections: FEWER },
  { key: 'c', title: '1,000 calls by id, as one list', ask: 'list', batches: (sids) => [sids], calls: 1000, connections: FEWER },
  { key: 'd1', title: 'The newest 50 calls of all providers', ask: 'feed', first: 50, calls: 50, connections: FEW },
  { key: 'd2', title: 'The newest 500 calls of all providers', ask: 'feed', first: 500, calls: 500, connections: FEW },
  { key: 'e', title: 'A burst of 1,000 clients with one id each', ask: 'one', batches: (sids) => sids.map((sid) => [sid]), calls: 1, isBurst: true },
];

/** As many as scenario c asks for at once, and as e has clients. */
export const SIDS = 1000;
