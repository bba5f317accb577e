// Names of accounts begin with those of providers.
import '../../src/providers/registry.js';
import { randomBytes } from 'node:crypto';
import { readToken, writeToken } from '../../src/recordings/link-token.js';
import { writeGlobalId } from '../support/global-ids.js';

const [own, north] = [randomBytes(32), randomBytes(32)];
const keysOf = (account: string) => (account === 'exotel' ? [own] : account === 'exotel-north' ? [north] : []);
const NOW = 1_700_000_000_000;
const DAY = 86_400;
const facts = (account: string, seconds = 600) => ({ linkId: 'link', recordingId: writeGlobalId('Recording', writeGlobalId('Call', account, '1'), '#0'), expiresAt: NOW / 1000 + seconds, caller: null, isDownload: false });

test('The key of an account signs links to its own recordings only', () => {
  expect(readToken(writeToken(facts('exotel-north'), north), keysOf, NOW)).toEqual(facts('exotel-north'));
  expect(readToken(writeToken(facts('EXOTEL'), own), keysOf, NOW)).toEqual(facts('EXOTEL'));
  expect(readToken(writeToken(facts('EXOTEL'), north), keysOf, NOW)).toBe('UNKNOWN_KEY');
  expect(readToken(writeToken(facts('exotel-south'), own), keysOf, NOW)).toBe('UNKNOWN_KEY');
});

test('No link lives longer than a day, whoever signed it', () => {
  expect(readToken(writeToken(facts('EXOTEL', DAY), own), keysOf, NOW)).toEqual(facts('EXOTEL', DAY));
  expect(readToken(writeToken(facts('EXOTEL', 10 * DAY), own), keysOf, NOW)).toBe('EXPIRED');
  expect(readToken(writeToken(facts('EXOTEL', 0), own), keysOf, NOW)).toBe('EXPIRED');
});

test.each([[[]], ['text'], [null], [[1, 'link', 7, 1, null, false]], [[2, 'link', 'id', 1, null, false]], [[1, 'link', writeGlobalId('Call', 'EXOTEL', '1'), 9e9, null, false]]])('What is no link is unreadable: %j', (facts) => {
  expect(readToken(`id.${Buffer.from(JSON.stringify(facts)).toString('base64url')}.signature`, keysOf, NOW)).toBe('UNREADABLE');
});
