import 'reflect-metadata';
import { isE164 } from './model/phone-number.js';
import { Encryption } from './store/encryption.js';
import { loadConfig } from './load-config.js';

/** For searching the audit: prints the hash that it has of a phone number, for each account. */

const [number, ...others] = process.argv.slice(2);
if (number === undefined || others.length > 0 || !isE164(number)) {
  console.error('npm run number-hash -- <number in E.164, such as +12025550143>');
  process.exit(1);
}
const { accounts } = loadConfig();
if (accounts.length === 0) console.error('No account is configured, so there is no audit.');
const encryption = new Encryption(new Map(accounts.map(({ account, storeKey }) => [account, storeKey])));
for (const { account } of accounts) console.log(`${account} ${encryption.hash(account, number)}`);
