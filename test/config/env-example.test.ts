import { readFileSync } from 'node:fs';
import { accountsSpec } from '../../src/config/account-settings.js';
import { configurationFiles } from '../../src/config/configuration-files.js';
import { serverSettings } from '../../src/config/server-settings.js';
import { providerDefinitions } from '../../src/providers/registry.js';

const specs: Readonly<Record<string, { desc?: string }>> = { ...serverSettings, ...Object.assign({}, ...providerDefinitions.map((definition) => ({ ...definition.settings, ...accountsSpec(definition) }))) };
const settings = Object.keys(specs).sort();
const files = configurationFiles(providerDefinitions);
const namesIn = (file: string, pattern: RegExp) => [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name]) => name).sort();

test('Every setting has a description that is a sentence', () => {
  expect(settings.filter((name) => !/^[`A-Z].*[^ .]/.test(specs[name]?.desc ?? ''))).toEqual([]);
});

test.each(Object.keys(files))('%s is up to date with the settings: otherwise run npm run configuration', (file) => {
  expect(readFileSync(file, 'utf8')).toBe(files[file]);
});

test('.env.example has every setting once, and nothing else', () => {
  expect(namesIn('.env.example', /^#?([A-Z0-9_]+)=/gm)).toEqual(settings);
});

test('docs/configuration.md explains every setting once, and nothing else', () => {
  expect(namesIn('docs/configuration.md', /^\| `([A-Z0-9_]+)` \|/gm)).toEqual(settings);
});
