import type { Config } from '../config/config.js';
import { type AccountReport, connect, examine } from './examine.js';
import { type DoctorOptions, UsageError } from './options.js';

/** Asks one account after the other. `now`: epoch milliseconds. @throws UsageError if the options do not fit the configuration */
export async function diagnose({ accounts: configured, upstream }: Pick<Config, 'accounts' | 'upstream'>, options: Pick<DoctorOptions, 'accounts' | 'calls'>, now: () => number): Promise<AccountReport[]> {
  if (configured.length === 0) throw new UsageError('No account is configured. Simulated accounts need no doctor.');
  const names = configured.map(({ account }) => account);
  const unknown = [...options.accounts, ...options.calls.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UsageError(`${unknown} is not a configured account. Configured: ${names.join(', ')}.`);
  const chosen = options.accounts.length === 0 ? configured : configured.filter(({ account }) => options.accounts.includes(account));
  const asked = chosen.map((account) => connect(account, upstream, now));
  for (const account of options.calls.keys()) {
    const named = asked.find((one) => one.account === account);
    if (!named) throw new UsageError(`--call names ${account}, which --account leaves out.`);
    if (named.provider.list) throw new UsageError(`--call is not for ${account}: its provider lists calls itself.`);
  }
  const reports: AccountReport[] = [];
  for (const one of asked) reports.push(await examine(one, options.calls.get(one.account) ?? null, now));
  return reports;
}

/** Whether nothing that answers depend on is known not to hold. */
export function isHealthy(reports: readonly AccountReport[]): boolean {
  return !reports.some(({ assumptions }) => assumptions.some(({ answersDepend, verdict }) => answersDepend && verdict === 'DOES_NOT_HOLD'));
}
