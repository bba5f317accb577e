import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';

interface Found {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Regular expressions in the sources, and the files that create one at run time. */
function expressions(): { literals: Found[]; made: string[] } {
  const literals: Found[] = [];
  const made: string[] = [];
  const files = readdirSync('src', { recursive: true }).map((name) => `src/${String(name)}`).filter((name) => name.endsWith('.ts'));
  for (const file of files) {
    const visit = (node: any): void => {
      if (typeof node !== 'object' || node === null) return;
      if (node.type === 'RegExpLiteral') literals.push({ file, pattern: node.pattern, flags: node.flags });
      if (['NewExpression', 'CallExpression'].includes(node.type) && node.callee?.value === 'RegExp') made.push(file);
      Object.values(node).forEach(visit);
    };
    visit(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', decorators: true }));
  }
  return { literals, made };
}

const LENGTH = 50_000;
/** A quadratic expression takes seconds for this length. */
const LONGEST_MS = 500;

/** Long texts that nearly match an expression: of its characters, alone and in pairs, complete and with an end that does not match. */
function* nearMisses(pattern: string): Generator<string> {
  const written = pattern.replace(/\\[dws]/g, (name) => ({ '\\d': '7', '\\w': 'w', '\\s': ' ' })[name] ?? '').replace(/\\[pP]\{\w+\}/g, '\u0001').replace(/[\^$|\\]/g, '');
  const words = (written.match(/[a-z]{2,}/gi) ?? []).slice(0, 8);
  const alphabet = [...new Set([...'a1 @.', ...written])].slice(0, 24);
  const pieces = [...alphabet, ...words, ...alphabet.flatMap((one) => alphabet.map((other) => one + other))];
  for (const piece of pieces) {
    const text = piece.repeat(LENGTH / piece.length);
    yield text;
    yield `${text}\u0000!`;
  }
}

const { literals, made } = expressions();

test('Regular expressions are found in the sources', () => {
  expect(literals.length).toBeGreaterThan(50);
});

test('No regular expression is created from input', () => {
  expect(made).toEqual([]);
});

describe('A text of any length is read once by', () => {
  test.each(literals)('/$pattern/$flags of $file', ({ pattern, flags }) => {
    let slowest = 0;
    for (const text of nearMisses(pattern)) {
      const before = performance.now();
      text.replace(new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`), '');
      slowest = Math.max(slowest, performance.now() - before);
      if (slowest > LONGEST_MS) break;
    }
    expect(slowest).toBeLessThan(LONGEST_MS);
  });
});
