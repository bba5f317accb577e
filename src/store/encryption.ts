import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from 'node:crypto';
import type { AccountName } from '../model/account.js';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts personal data for the store, so that the file, a dump or a backup reveals no numbers and names. Each
 * account's key is derived from its credentials. Processes with the same account can read each other's data.
 * With other credentials the data is unreadable.
 */
export class Encryption {
  /** `keys`: one key of 32 bytes for each account. */
  constructor(private readonly keys: ReadonlyMap<AccountName, Buffer>) {}

  /** Whether there is a key for this account. Without one, `encrypt` and `hash` throw. */
  hasKey(account: AccountName): boolean {
    return this.keys.has(account);
  }

  encrypt(account: AccountName, text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.keyOf(account), iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** Decrypts a text. Null if it was encrypted with another key or is no result of `encrypt`. */
  decrypt(account: AccountName, sealed: string): string | null {
    const bytes = Buffer.from(sealed, 'base64');
    if (!this.keys.has(account) || bytes.length < IV_BYTES + TAG_BYTES) return null;
    try {
      const decipher = createDecipheriv(CIPHER, this.keyOf(account), bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return null;
    }
  }

  /** Keyed hash that compares texts of one account without revealing them. */
  hash(account: AccountName, text: string): string {
    return createHmac('sha256', this.keyOf(account)).update(text).digest('base64url');
  }

  /** Like `hash` in a fraction of its time, for what is not stored for long. */
  fingerprint(account: AccountName, text: string): string {
    return hash('sha256', `${this.keyOf(account).toString('base64url')} ${text}`, 'base64url');
  }

  private keyOf(account: AccountName): Buffer {
    const key = this.keys.get(account);
    if (!key) throw new Error(`The store has no key for ${account}, because it is not configured.`);
    return key;
  }
}
