import { EventEmitter } from 'node:events';
import { KeysUnavailable, Unauthenticated } from '../../src/access/access-error.js';
import { ANYBODY } from '../../src/access/caller.js';
import { recheck } from '../../src/server/socket-access.js';
import { eventually } from '../support/eventually.js';
import { useReplicas } from '../support/replicas.js';
import { Subscriber } from '../support/subscriber.js';
import { useIssuer } from '../support/tokens.js';

const issuer = useIssuer();
const replicas = useReplicas({});
const UPDATES = 'subscription { callUpdated { id status } }';
const connect = async (params: object) => new Subscriber((await replicas.start(issuer.settings)).switchboard.url, UPDATES, {}, { ...params });

test.each<[string, () => Promise<object>, number]>([
  ['without a token', async () => ({}), 4401],
  ['with garbage', async () => ({ authorization: 'Bearer garbage' }), 4403],
  ['with a token of another issuer', async () => ({ authorization: `Bearer ${await issuer.token({ iss: 'https://login.example.org/' })}` }), 4403],
  ['with an expired token', async () => ({ authorization: `Bearer ${await issuer.token({ exp: Math.floor(Date.now() / 1000) - 60 })}` }), 4403],
])('A WebSocket %s is closed', async (_, params, code) => {
  expect(await (await connect(await params())).ends()).toBe(code);
});

test('A WebSocket with a good token serves subscriptions', async () => {
  const subscriber = await connect({ authorization: `Bearer ${await issuer.token()}` });
  await subscriber.isHeard();
  expect(subscriber.end).toBeUndefined();
  subscriber.close();
});

test('A WebSocket is closed when its token expires', async () => {
  const expires = Math.floor(Date.now() / 1000) + 2;
  const subscriber = await connect({ authorization: `Bearer ${await issuer.token({ exp: expires })}` });
  await subscriber.isHeard();
  expect(await subscriber.ends()).toBe(4403);
  expect(Date.now() - expires * 1000).toBeLessThan(2000);
  expect(Date.now()).toBeGreaterThanOrEqual(expires * 1000 - 50);
});

test('A WebSocket whose token can not be checked now is told to try again later', async () => {
  issuer.status = 500;
  const ended = await (await connect({ authorization: `Bearer ${await issuer.token()}` })).ends();
  issuer.status = 200;
  expect(ended).toBe(1013);
});

test('A WebSocket whose token is not accepted any more is closed; while that can not be checked it stays open', async () => {
  const codes: number[] = [];
  const socket = Object.assign(new EventEmitter(), { close: (code: number) => codes.push(code) });
  const answers = [new KeysUnavailable(), null, new Unauthenticated(true)];
  let checks = 0;
  recheck(socket as never, async () => {
    const answer = answers[checks++];
    if (answer) throw answer;
    return ANYBODY;
  }, 1);
  await eventually('it to be closed', () => codes.length > 0);
  expect(checks).toBeGreaterThanOrEqual(3);
  expect(codes).toEqual([4403]);
  socket.emit('close');
});
