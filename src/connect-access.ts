import type { Logger } from 'pino';
import { KeySet } from './access/key-set.js';
import { anybody, type CheckCaller, tokenCheck } from './access/token-check.js';
import type { TokenSettings } from './config/access.js';
import { codeOf } from './telemetry/error-code.js';

/** The check of callers. `tokens`: null if there is none. `now`: epoch milliseconds. */
export function connectAccess(tokens: TokenSettings | null, log: Logger, now: () => number): CheckCaller {
  if (tokens === null) return anybody;
  const keys = new KeySet(tokens.keys, (error) => log.warn({ code: codeOf(error) }, "the issuer's keys could not be read"));
  return tokenCheck({ ...tokens, keys }, now, (reason) => log.info({ reason }, 'a token was refused'));
}
