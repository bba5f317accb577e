import { parseArgs } from 'node:util';
import { scenarios } from './scenarios.js';

/** Of each line of the tables; all of them together take about five minutes. */
const SECONDS = 2.5;
const CONTENDERS = ['floor', 'switchboard', 'yoga', 'mesh'];
const SECTIONS = [...scenarios.map(({ key }) => key), 'depth'];

/** What is run: all of it, or what the command line names. @throws Error */
export function readOptions() {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, scenarios: { type: 'string' }, seconds: { type: 'string', default: String(SECONDS) } },
  });
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
