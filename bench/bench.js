import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueToken } from './access.js';
import { startChild, stopAll } from './child.js';
import { contendersOf, startSwitchboard } from './contenders.js';
import { measureDepths } from './feed-depth.js';
import { recordFeedRequests } from './feed-requests.js';
import { measure } from './measure.js';
import { report } from './report.js';
import { scenarios, SIDS } from './scenarios.js';
import { surroundings } from './surroundings.js';

/** Runs what is asked for, and leaves nothing behind but RESULTS.md, also when it fails. */
export async function bench(options) {
  const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stopAll().then(() => process.exit(1)));
  try {
    const text = await run(options, dataDir);
    console.log(text);
    if (options.isWhole) writeFileSync(new URL('./RESULTS.md', import.meta.url), text);
  } finally {
    await stopAll();
  }
}

async function run({ seconds, contenders: names, sections }, dataDir) {
  const upstream = await startChild('bench/upstream.js');
  const environment = await upstream.ask('environment');
  const sids = await upstream.ask('exotel sids', SIDS);
  const calls = await upstream.ask('calls at each provider');
  const feedRequests = await inSwitchboard(environment, dataDir, (switchboard) => recordFeedRequests(switchboard, upstream));
  const access = await issueToken(dataDir);
  const contenders = contendersOf({ environment, dataDir, feedRequests, access }).filter(({ name }) => names.includes(name));
  const children = new Map();
  for (const { name, start } of contenders) if (!children.has(name)) children.set(name, await start());
  const measureOne = (scenario, contender, time) => {
    console.error(`${scenario.key} ${contender.row}`);
    return measure(scenario, contender, { child: children.get(contender.name), upstream, sids, seconds: time });
  };

  // A process that has just been started is slower than it will be: nobody's first figures count.
  for (const contender of contenders.filter(({ isVariant }) => !isVariant)) await measureOne(scenarios[0], contender, seconds / 2);
  const measured = [];
  for (const scenario of scenarios.filter(({ key }) => sections.includes(key))) {
    const rows = [];
    for (const contender of contenders) {
      const can = contender.ask[scenario.ask] !== undefined;
      rows.push({ contender, lines: can ? await measureOne(scenario, contender, seconds) : [] });
    }
    measured.push({ scenario, rows });
  }
  for (const child of children.values()) await child.stop();

  const depth = sections.includes('depth') && names.includes('switchboard') ? await measureDepths({ environment, dataDir, upstream }) : null;
  return report({ measured, depth, surroundings: surroundings(), seconds, calls });
}

async function inSwitchboard(environment, dataDir, use) {
  const switchboard = await startSwitchboard(environment, dataDir);
  const result = await use(switchboard);
  await switchboard.stop();
  return result;
}
