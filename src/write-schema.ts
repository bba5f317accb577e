import { readFileSync, writeFileSync } from 'node:fs';
import { printSubgraph } from './graph/schema.js';

const FILE = 'schema.graphql';
const sdl = printSubgraph();

// With --check nothing is written: CI asks whether the file is what the code generates.
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, sdl);
} else if (readFileSync(FILE, 'utf8') !== sdl) {
  console.error(`${FILE} is not what the code generates. Run: npm run schema`);
  process.exit(1);
}
