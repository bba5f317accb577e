/**
 * Fails when schema.graphql breaks what clients of the last released version rely on, with the list of
 * what breaks them, unless the version in package.json says so: another major one, or before 1.0 another minor one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildASTSchema, getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType, parse } from 'graphql';

const RELEASED = /^schema-(\d+)\.(\d+)\.(\d+)\.graphql$/;
const numbers = (version) => version.split('.').map(Number);
const read = (file) => buildASTSchema(parse(readFileSync(file, 'utf8')), { assumeValid: true, assumeValidSDL: true });

/**
 * New values of enums that are both asked with and answered with. Clients may not mind them, but composition
 * does: every subgraph that declares such an enum has to have the same values.
 */
function addedToSharedEnums(changes) {
  const types = Object.values(read('schema.graphql').getTypeMap());
  const fields = types.filter((type) => isObjectType(type) || isInterfaceType(type)).flatMap((type) => Object.values(type.getFields()));
  const inputs = [...fields.flatMap(({ args }) => args), ...types.filter(isInputObjectType).flatMap((type) => Object.values(type.getFields()))];
  const enumsOf = (uses) => new Set(uses.map(({ type }) => getNamedType(type)).filter(isEnumType).map(({ name }) => name));
  const [asked, answered] = [enumsOf(inputs), enumsOf(fields)];
  return changes.filter(({ type, path }) => type === 'ENUM_VALUE_ADDED' && asked.has(path.split('.')[0]) && answered.has(path.split('.')[0]));
}

const released = readdirSync('released')
  .filter((name) => RELEASED.test(name))
  .map((name) => RELEASED.exec(name).slice(1).map(Number))
  .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
  .at(-1);
if (!released) throw new Error('released/ has no schema of a released version.');

const last = released.join('.');
const [major, minor] = numbers(JSON.parse(readFileSync('package.json', 'utf8')).version);
const isAnnounced = major > released[0] || (major === 0 && minor > released[1]);
const changes = await diff(read(`released/schema-${last}.graphql`), read('schema.graphql'));
const breaking = [...changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking), ...addedToSharedEnums(changes)];

if (breaking.length === 0) console.log(`schema.graphql breaks nothing of ${last}.`);
else {
  console.error(`Since ${last}, ${breaking.length} changes break clients:\n${breaking.map(({ message }) => `  - ${message}`).join('\n')}`);
  if (isAnnounced) console.error('The version in package.json says so.');
  else {
    console.error('Take them back, or raise the version in package.json: its major number, or before 1.0 its minor one.');
    process.exitCode = 1;
  }
}
