import { parseArgs } from 'node:util';
import type { AccountName } from '../model/account.js';
import { isProviderId } from '../model/provider-id.js';

export const USAGE = `npm run doctor -- [--account <name>]... [--call <account>:<id>]... [--json]
  --account  asks this account only. May be repeated; default: all configured accounts
  --call     an existing call of an account whose provider has no list, for example skipcall:<id>
  --json     prints JSON instead of a table
  --help     prints this

It asks the configured accounts whether what Switchboard assumes about their vendors holds. It only reads, and sends
at most a tenth of the requests that an account may send per minute. Exit code: 0; 1 if something that answers depend
on does not hold; 2 if it could not begin.`;

export interface DoctorOptions {
  readonly isHelp: boolean;
  readonly isJson: boolean;
  /** Empty for all. */
  readonly accounts: readonly AccountName[];
  /** Ids of calls by account. */
  readonly calls: ReadonlyMap<AccountName, string>;
}

/** The options on the command line are wrong, or name something that is not configured. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function readOptions(args: readonly string[]): DoctorOptions {
  const { help, json, account, call } = parsed(args);
  return { isHelp: help ?? false, isJson: json ?? false, accounts: account ?? [], calls: new Map((call ?? []).map(readCall)) };
}

function parsed(args: readonly string[]) {
  try {
    const texts = { type: 'string', multiple: true } as const;
    const flag = { type: 'boolean' } as const;
    return parseArgs({ args: [...args], options: { help: flag, json: flag, account: texts, call: texts } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readCall(text: string): [AccountName, string] {
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) throw new UsageError('--call is not an account and an id, such as skipcall:<id>.');
  const id = text.slice(colon + 1);
  // It becomes part of an address, as in the graph. An id of dots would be another address.
  if (!isProviderId(id)) throw new UsageError("--call has an id that no provider's call can have.");
  return [text.slice(0, colon), id];
}
