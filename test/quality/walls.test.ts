import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

const rules = (createRequire(join(process.cwd(), 'package.json'))('./.dependency-cruiser.cjs') as { forbidden: IForbiddenRuleType[] }).forbidden;

/** For each rule an import that it must refuse. Rules about providers have one from or to a fifth provider. */
const BREACHES: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'no-cycles': [['lookup/a', 'lookup/b'], ['lookup/b', 'lookup/a']],
  'model-knows-nobody': [['model/call', 'upstream/http']],
  'access-knows-the-model-only': [['access/token-check', 'graph/context']],
  'audit-knows-access-and-the-store-only': [['audit/audit', 'dialing/ledger']],
  'recordings-know-no-graph-and-no-server': [['recordings/player', 'server/server']],
  'correlation-knows-providers-by-their-interface-only': [['correlation/same-calls', 'graph/context']],
  'upstream-knows-the-model-only': [['upstream/http', 'providers/provider']],
  'providers-know-upstream-and-model-only': [['providers/acme/source', 'store/store']],
  'only-the-registry-knows-a-provider': [['feed/feed', 'providers/acme/index']],
  'providers-do-not-know-each-other': [['providers/acme/index', 'providers/exotel/api']],
  'the-core-knows-providers-by-their-interface-only': [['dialing/dialer', 'providers/registry']],
  'lookup-and-feed-know-no-neighbour': [['feed/feed', 'lookup/call-cache']],
  'nobody-needs-telemetry-but-the-server': [['providers/acme/index', 'telemetry/metrics']],
  'the-store-knows-the-model-only': [['store/store', 'lookup/call-cache']],
  'the-shared-cache-knows-look-ups-by-their-interface-only': [['shared-cache/redis-calls', 'lookup/call-cache']],
  'nobody-needs-the-shared-cache': [['lookup/shared-lookup', 'shared-cache/redis']],
  'the-graph-knows-no-http': [['graph/schema', 'server/server']],
  'simulators-know-nobody': [['simulators/acme/server', 'model/call']],
  'only-main-knows-the-simulators': [['providers/acme/index', 'simulators/index']],
  'doctor-knows-providers-and-settings-only': [['doctor/examine', 'store/store']],
  'nobody-needs-the-doctor': [['providers/acme/index', 'doctor/examine']],
  'no-orphans': [['lookup/forgotten', '']],
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchboard-walls-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  const file = join(folder, 'src', `${name}.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The names of the rules that these imports break. The imports are type imports, which count too. */
async function brokenBy(imports: readonly (readonly [from: string, to: string])[]): Promise<string[]> {
  rmSync(join(folder, 'src'), { recursive: true, force: true });
  const all = new Set(imports.flat().filter((name) => name !== ''));
  for (const name of all) {
    const targets = imports.filter(([from, to]) => from === name && to !== '').map(([, to]) => relative(dirname(name), to));
    const statements = targets.map((to, index) => `import type { T as T${index} } from '${to.startsWith('.') ? to : `./${to}`}.js';`);
    write(name, `${statements.join('\n')}\nexport type T = [${targets.map((_, index) => `T${index}`).join(', ')}];\n`);
  }
  const result = await cruise(['src'], { baseDir: folder, validate: true, ruleSet: { forbidden: rules }, tsPreCompilationDeps: true, enhancedResolveOptions: { extensions: ['.ts', '.js'] } });
  return (result.output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
}

test('Every rule has an import that it must refuse', () => {
  expect(Object.keys(BREACHES).sort()).toEqual(rules.map(({ name }) => name).sort());
});

test.each(Object.entries(BREACHES))('The rule %s refuses a forbidden import', async (name, imports) => {
  expect(await brokenBy(imports)).toContain(name);
});

test('A fifth provider that follows the rules breaks none', async () => {
  expect(
    await brokenBy([
      ['main', 'app'], ['app', 'providers/registry'], ['providers/registry', 'providers/acme/index'], ['providers/acme/index', 'providers/acme/api'],
      ['providers/acme/index', 'providers/listing/slice'], ['providers/acme/index', 'providers/assumptions/assumption'], ['doctor/main', 'providers/registry'], ['doctor/main', 'load-config'], ['load-config', 'config/config'], ['providers/acme/api', 'upstream/http'], ['upstream/http', 'model/call'],
    ]),
  ).toEqual([]);
});
