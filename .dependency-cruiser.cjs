/** Who may know whom. Each rule says what a room may not enter. */
const PROVIDER_FOLDERS = '^src/providers/(aicaller|contact-center|exotel|skipcall)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'model-knows-nobody', severity: 'error', from: { path: '^src/model/' }, to: { path: '^src/', pathNot: '^src/model/' } },
    {
      name: 'only-the-registry-knows-a-provider',
      severity: 'error',
      from: { path: '^src/', pathNot: `${PROVIDER_FOLDERS}|^src/providers/registry\\.ts$` },
      to: { path: PROVIDER_FOLDERS },
    },
    {
      name: 'providers-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/providers/([^/]+)/' },
      to: { path: PROVIDER_FOLDERS, pathNot: '^src/providers/$1/' },
    },
    {
      name: 'providers-know-the-model-and-their-own-room',
      severity: 'error',
      from: { path: '^src/providers/' },
      to: { path: '^src/', pathNot: '^src/(providers|model)/|^src/config/validators\\.ts$' },
    },
    {
      name: 'the-core-knows-providers-by-their-interface-only',
      severity: 'error',
      from: { path: '^src/(lookup|feed|dialing|events)/' },
      to: { path: '^src/(graph|server|config|simulators)/|^src/(app|main)\\.ts$|^src/providers/(registry|http)\\.ts$' },
    },
    {
      name: 'upstream-knows-how-a-vendor-is-asked-and-no-vendor',
      severity: 'error',
      from: { path: '^src/upstream/' },
      to: { path: '^src/', pathNot: '^src/(upstream|model)/|^src/providers/(http|provider|provider-error|retry-after)\\.ts$|^src/store/tables\\.ts$' },
    },
    { name: 'nobody-needs-telemetry-but-the-server', severity: 'error', from: { path: '^src/', pathNot: '^src/(telemetry|server)/|^src/app\\.ts$' }, to: { path: '^src/telemetry/' } },
    { name: 'the-store-knows-no-other-room', severity: 'error', from: { path: '^src/store/' }, to: { path: '^src/', pathNot: '^src/(store|model)/' } },
    { name: 'graph-knows-no-http', severity: 'error', from: { path: '^src/graph/' }, to: { path: '^src/(server|config|simulators)/|^src/(app|main)\\.ts$' } },
    { name: 'simulators-know-nobody', severity: 'error', from: { path: '^src/simulators/' }, to: { path: '^src/', pathNot: '^src/simulators/' } },
    { name: 'only-main-knows-the-simulators', severity: 'error', from: { path: '^src/', pathNot: '^src/(simulators/|main\\.ts$)' }, to: { path: '^src/simulators/' } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: '^src/simulators/main\\.ts$' }, to: {} },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
