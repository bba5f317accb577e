import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { configurationFiles } from './config/configuration-files.js';
import { providerDefinitions } from './providers/registry.js';

// With --check nothing is written: it asks whether the files are what the settings say.
const isCheck = process.argv.includes('--check');
for (const [file, text] of Object.entries(configurationFiles(providerDefinitions))) {
  if (!isCheck) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the settings say. Run: npm run configuration`);
    process.exitCode = 1;
  }
}
