import { readFileSync } from 'node:fs';
import { serverSettings } from '../../src/config/server-settings.js';
import { providerDefinitions } from '../../src/providers/registry.js';

const settings = [...Object.keys(serverSettings), ...providerDefinitions.flatMap((definition) => Object.keys(definition.settings))].sort();

test('.env.example has every setting, once, and nothing else', () => {
  const written = [...readFileSync('.env.example', 'utf8').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(written.sort()).toEqual(settings);
});

test('the README explains every setting', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(settings.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
