import { connectPlivo } from '../../../src/providers/plivo/provider.js';
import type { ConnectedProvider } from '../../../src/providers/provider.js';
import '../../../src/providers/registry.js';
import { type Row, startSimulators, type Simulators } from '../../../src/simulators/index.js';
import { createHttpClient } from '../../../src/upstream/http.js';
import { contextOf } from '../../support/upstream-context.js';

let simulators: Simulators;
let plivo: ConnectedProvider;

beforeAll(async () => {
  simulators = await startSimulators({ calls: 200 });
  const { credentials, url } = simulators.plivo;
  plivo = connectPlivo(
    { baseUrl: url, authId: credentials['PLIVO_AUTH_ID'] ?? '', authToken: credentials['PLIVO_AUTH_TOKEN'] ?? '', country: undefined, currency: null, recordingPlaces: [], redirectPlaces: [] },
    {
      http: (settings) => createHttpClient({ provider: 'PLIVO', ...settings }, { timeoutMs: 5000, maxBytes: 1_000_000 }),
      now: Date.now,
      isOwnWebhook: () => false,
      clockSkew: () => null,
      searches: { search: async (_, search) => search(), missed: () => undefined, isSpent: false },
      listFacts: null,
      reportUnreadable: () => undefined,
    },
  );
});
afterAll(() => simulators.close());

const callOf = (recordingId: string) => plivo.carrier?.callOfRecording?.(recordingId, contextOf());

test("A recording of the contact centre's leads to Plivo's call, for one request", async () => {
  const recorded = simulators.contactCenter.rows.filter((row) => (row['recordings'] as Row[]).length > 0).at(-1);
  const url = String((recorded?.['recordings'] as Row[])[0]?.['url']);
  const call = simulators.plivo.rows.find((row) => ((row['recordings'] ?? []) as Row[]).some((recording) => recording['recording_url'] === url));
  simulators.plivo.requests.length = 0;
  expect(await callOf(/Recording\/([\w-]+)/.exec(url)?.[1] ?? '')).toBe(call?.['call_uuid']);
  expect(simulators.plivo.requests.length).toBe(1);
});

test('An unknown recording leads to no call', async () => {
  expect(await callOf('c0ffee00-0000-4000-8000-000000000001')).toBeNull();
});
