import { readdirSync, readFileSync } from 'node:fs';

/** The documents, by their paths from the project's folder. */
export const PAGES: readonly string[] = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

/** A fenced block of a document. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

const FENCED = /^ *```(\w*)\n([^]*?)^ *```$/gm;

export function blocksOf(page: string): Block[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(FENCED)].map(({ 1: language = '', 2: block = '', index }) => ({ page, line: text.slice(0, index).split('\n').length, language, text: block }));
}

/** A document without its fenced blocks and code spans. */
export function proseOf(page: string): string {
  return readFileSync(page, 'utf8').replace(FENCED, '').replace(/`[^`\n]*`/g, 'code');
}

/** The anchors of a document's headings, as GitHub writes them. */
export function anchorsOf(page: string): Set<string> {
  const headings = readFileSync(page, 'utf8').replace(FENCED, '').matchAll(/^#+ (.+)$/gm);
  return new Set([...headings].map(([, heading = '']) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')));
}
