import { parseArgs } from 'node:util';
import { scenarios } from './scenarios.js';

/** Of each line of the tables; all of them together take about seven minutes. */
const SECONDS = 2.5;
const CONTENDERS = ['floor', 'switchboard', 'access', 'yoga', 'mesh'];
const SECTIONS = [...scenarios.map(({ key }) => key), 'depth'];

export const HELP = `npm run bench -- [options]

  --only NAMES       of ${CONTENDERS.join(', ')}, separated by commas
  --scenarios KEYS   of ${SECTIONS.join(', ')}, separated by commas
  --seconds NUMBER   for each line of the tables, at most 60; ${SECONDS} by default
  --help             this text

Without options all of it runs, which takes about seven minutes, and bench/RESULTS.md is written.`;

/** What is run: all of it, or what the command line names; null where only help is asked for. @throws Error */
export function readOptions() {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, scenarios: { type: 'string' }, seconds: { type: 'string', default: String(SECONDS) }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return null;
  const seconds = Number(values.seconds);
  if (!(seconds > 0 && seconds <= 60)) throw new Error('--seconds must be more than 0 and at most 60');
  return {
    seconds,
    contenders: namesOf('--only', values.only, CONTENDERS),
    sections: namesOf('--scenarios', values.scenarios, SECTIONS),
    // Results of a part, or of other times, would stand beside nothing that they can be compared with.
    isWhole: !values.only && !values.scenarios && seconds >= SECONDS,
  };
}

function namesOf(option, text, known) {
  const names = text?.split(',') ?? known;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`${option} has ${known.join(', ')}, not "${unknown}"`);
  return names;
}
