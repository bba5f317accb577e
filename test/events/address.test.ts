import { EventAddresses } from '../../src/events/address.js';

const tokens = new Map([['aicaller', 'an-unguessable-token'], ['aicaller-north', 'another-unguessable-token']]);
const addresses = new EventAddresses('https://pub.example.com/graph', tokens);
const isOwn = (url: string) => addresses.isOwn(url);

test.each([
  'https://pub.example.com/graph/events/aicaller', 'https://PUB.example.com/graph/events/x', 'https://pub.example.com:443/graph/events/x', 'https://pub.example.com./graph/events/x',
  'https://pub.example.com/graph/./events/x', 'https://pub.example.com/graph/%65vents/x', 'https://pub.example.com//graph//events/x',
  'https://before.example.com/events/an-unguessable-token', 'https://before.example.com/events/an%2Dunguessable-token',
])('%s is our own address', (url) => expect(isOwn(url)).toBe(true));

test.each(['https://pub.example.com/graph', 'https://pub.example.com/events/x', 'https://pub.example.com:8443/graph/events/x', 'https://hooks.example.com/graph/events/x', 'https://hooks.example.com/%zz', 'no address'])(
  '%s is not our address',
  (url) => expect(isOwn(url)).toBe(false),
);

test("An intention's address is our own, and is null if vendors can't reach us", () => {
  const address = addresses.forIntention('aicaller', 'one');
  expect(address).toBe('https://pub.example.com/graph/events/aicaller/an-unguessable-token?intention=one');
  expect(isOwn(String(address))).toBe(true);
  expect(new EventAddresses(null, tokens).forIntention('aicaller', 'one')).toBeNull();
});
