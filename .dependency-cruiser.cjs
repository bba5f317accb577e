/**
 * Who may know whom. Rooms from top to bottom: main, app, server, graph, then lookup, feed, correlation, dialing and events,
 * then providers, upstream, model. Beside them: store, config, telemetry, simulators. Each rule says what a
 * room may not enter; a provider is any folder of src/providers but the tools for lists and assumptions that they share.
 */
const PROVIDER = '^src/providers/(?!(listing|assumptions)/)[^/]+/';
const only = (...rooms) => ({ path: '^src/', pathNot: `^src/(${rooms.join('|')})` });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'model-knows-nobody', severity: 'error', from: { path: '^src/model/' }, to: only('model/') },
    { name: 'access-knows-the-model-only', severity: 'error', from: { path: '^src/access/' }, to: only('access/', 'model/') },
    { name: 'audit-knows-access-and-the-store-only', severity: 'error', from: { path: '^src/audit/' }, to: only('audit/', 'access/', 'store/', 'model/') },
    { name: 'recordings-know-no-graph-and-no-server', severity: 'error', from: { path: '^src/recordings/' }, to: only('recordings/', 'audit/', 'access/', 'store/', 'providers/', 'upstream/', 'model/') },
    { name: 'correlation-knows-providers-by-their-interface-only', severity: 'error', from: { path: '^src/correlation/' }, to: only('correlation/', 'providers/provider\\.ts$', 'providers/listing/list-facts\\.ts$', 'upstream/', 'model/') },
    { name: 'upstream-knows-the-model-only', severity: 'error', from: { path: '^src/upstream/' }, to: only('upstream/', 'model/') },
    { name: 'providers-know-upstream-and-model-only', severity: 'error', from: { path: '^src/providers/' }, to: only('providers/', 'upstream/', 'model/') },
    { name: 'only-the-registry-knows-a-provider', severity: 'error', from: { path: '^src/', pathNot: `${PROVIDER}|^src/providers/registry\\.ts$` }, to: { path: PROVIDER } },
    { name: 'providers-do-not-know-each-other', severity: 'error', from: { path: '^src/providers/((?!(?:listing|assumptions)/)[^/]+)/' }, to: { path: PROVIDER, pathNot: '^src/providers/$1/' } },
    {
      name: 'the-core-knows-providers-by-their-interface-only',
      severity: 'error',
      from: { path: '^src/(lookup|feed|dialing|events)/' },
      to: { path: '^src/(graph|server|config|simulators)/|^src/(app|main)\\.ts$|^src/providers/registry\\.ts$|^src/upstream/(http|upstream)\\.ts$' },
    },
    { name: 'lookup-and-feed-know-no-neighbour', severity: 'error', from: { path: '^src/(lookup|feed)/' }, to: { path: '^src/(lookup|feed|dialing|events|store)/', pathNot: '^src/$1/' } },
    { name: 'nobody-needs-telemetry-but-the-server', severity: 'error', from: { path: '^src/', pathNot: '^src/(telemetry|server)/|^src/(app|connect-accounts|connect-access|connect-recordings|connect-shared-cache)\\.ts$' }, to: { path: '^src/telemetry/' } },
    { name: 'the-store-knows-the-model-only', severity: 'error', from: { path: '^src/store/' }, to: only('store/', 'model/') },
    { name: 'the-shared-cache-knows-look-ups-by-their-interface-only', severity: 'error', from: { path: '^src/shared-cache/' }, to: only('shared-cache/', 'lookup/(shared-calls|reference-key)\\.ts$', 'store/encryption\\.ts$', 'providers/provider\\.ts$', 'providers/listing/list-facts\\.ts$', 'upstream/', 'model/') },
    { name: 'nobody-needs-the-shared-cache', severity: 'error', from: { path: '^src/', pathNot: '^src/(shared-cache/|connect-shared-cache\\.ts$)' }, to: { path: '^src/shared-cache/' } },
    { name: 'the-graph-knows-no-http', severity: 'error', from: { path: '^src/graph/' }, to: { path: '^src/(server|config|simulators)/|^src/(app|main)\\.ts$' } },
    { name: 'simulators-know-nobody', severity: 'error', from: { path: '^src/simulators/' }, to: only('simulators/') },
    { name: 'only-main-knows-the-simulators', severity: 'error', from: { path: '^src/', pathNot: '^src/(simulators/|main\\.ts$)' }, to: { path: '^src/simulators/' } },
    { name: 'doctor-knows-providers-and-settings-only', severity: 'error', from: { path: '^src/doctor/' }, to: only('doctor/', 'config/', 'providers/', 'upstream/', 'model/', 'load-config\\.ts$') },
    { name: 'nobody-needs-the-doctor', severity: 'error', from: { path: '^src/', pathNot: '^src/doctor/' }, to: { path: '^src/doctor/' } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: '^src/simulators/main\\.ts$' }, to: {} },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
