import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { CallProviderName } from '../model/call-provider.js';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * What the store holds of people is encrypted: whoever reads the file, a dump or a backup learns no number
 * and no name. The key of each provider is derived from its credentials, so that every process with the
 * same account can read what another one wrote; with other credentials it is as good as not there.
 */
export class SealedTexts {
  /** One key of 32 bytes for each provider. */
  constructor(private readonly keys: ReadonlyMap<CallProviderName, Buffer>) {}

  /** Whether there is a key for this provider: without one, `seal` and `hash` throw. */
  canSeal(provider: CallProviderName): boolean {
    return this.keys.has(provider);
  }

  seal(provider: CallProviderName, text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.keyOf(provider), iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** The text; null where it was sealed with another key, or not here at all. */
  open(provider: CallProviderName, sealed: string): string | null {
    const bytes = Buffer.from(sealed, 'base64');
    if (!this.keys.has(provider) || bytes.length < IV_BYTES + TAG_BYTES) return null;
    try {
      const decipher = createDecipheriv(CIPHER, this.keyOf(provider), bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return null;
    }
  }

  /** Tells equal texts of one provider from different ones, and nothing else about them. */
  hash(provider: CallProviderName, text: string): string {
    return createHmac('sha256', this.keyOf(provider)).update(text).digest('base64url');
  }

  private keyOf(provider: CallProviderName): Buffer {
    const key = this.keys.get(provider);
    if (!key) throw new Error(`${provider} is not configured.`);
    return key;
  }
}
