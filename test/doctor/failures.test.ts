import { diagnose, isHealthy } from '../../src/doctor/diagnose.js';
import type { AccountReport } from '../../src/doctor/examine.js';
import type { Fault } from '../../src/simulators/index.js';
import { VENDORS } from '../vendors/index.js';
import { closedPort } from '../support/closed-port.js';
import { read } from '../support/config-problems.js';
import { baseUrlSettingOf, EXAMINED, type ExaminedVendor, findingOf, NOW, useExaminedVendors } from '../support/doctor.js';

const examined = useExaminedVendors();

/** What is told without an answer: nothing. */
function expectUntold({ assumptions }: AccountReport): void {
  expect(new Set(assumptions.filter(({ id }) => id !== 'reach').map(({ verdict }) => verdict))).toEqual(new Set(['CANNOT_BE_TOLD']));
}

/** The report of a vendor that is asked directly. */
async function examineDirectly(vendor: ExaminedVendor, environment: Record<string, string>): Promise<AccountReport> {
  const [report] = await diagnose(read({ ...examined.simulators[vendor].credentials, ...environment }), { accounts: [], calls: new Map() }, () => NOW);
  return report as AccountReport;
}

describe.each(EXAMINED)('If %s', (vendor) => {
  const fail = (fault: Fault, times = Infinity) => examined.simulators[vendor].faults.add({ fault, times });

  test('refuses the credentials, that is told after one request', async () => {
    const [secret = ''] = VENDORS.find(({ simulator }) => simulator === vendor)?.secrets ?? [];
    const report = await examined.examine(vendor, { [secret]: 'another' });
    expect(findingOf(report, 'reach')).toMatchObject({ verdict: 'DOES_NOT_HOLD', reason: 'It refuses the credentials (HTTP 401).', answersDepend: true });
    expectUntold(report);
    expect(examined.simulators[vendor].requests).toHaveLength(1);
    expect(isHealthy([report])).toBe(false);
  });

  test.each<[string, Fault, string]>([
    ['answers 429', { kind: 'status', status: 429 }, 'It gets too many requests (HTTP 429).'],
    ['answers 503', { kind: 'status', status: 503 }, 'It failed (HTTP 503).'],
    ['sends a web page', { kind: 'html' }, 'It answers something that is not JSON, such as a web page (HTTP 200).'],
    ['sends broken JSON', { kind: 'malformed-json' }, 'It answers something that is not JSON, such as a web page (HTTP 200).'],
    ['drops connections', { kind: 'reset' }, 'The connection broke off.'],
    ['never answers', { kind: 'hang' }, 'It did not answer in time.'],
    ['sends too much', { kind: 'oversized', bytes: 2_000_000 }, 'Its answer is larger than UPSTREAM_MAX_BYTES.'],
  ])('%s, nothing is told, and nothing is wrong', async (_, fault, reason) => {
    fail(fault);
    const report = await examineDirectly(vendor, fault.kind === 'hang' ? { UPSTREAM_TIMEOUT_MS: '100' } : { UPSTREAM_MAX_BYTES: '1000000' });
    // AICaller is asked for less then.
    if (!(vendor === 'aicaller' && fault.kind === 'oversized')) {
      expect(findingOf(report, 'reach')).toMatchObject({ verdict: 'CANNOT_BE_TOLD', reason });
      expect(examined.simulators[vendor].requests).toHaveLength(1);
      expectUntold(report);
    }
    expect(isHealthy([report])).toBe(true);
  });

  test('begins to refuse, it gets no more requests', async () => {
    examined.simulators[vendor].faults.add({ when: () => examined.simulators[vendor].requests.length >= 2, fault: { kind: 'status', status: 429 }, times: Infinity });
    const report = await examined.examine(vendor);
    expect(findingOf(report, 'reach')).toMatchObject({ verdict: 'HOLDS' });
    expect(examined.simulators[vendor].requests).toHaveLength(2);
    expect(report.assumptions.map(({ reason }) => reason)).toContain('It gets too many requests (HTTP 429).');
    expect(isHealthy([report])).toBe(true);
  });

  test('is nowhere, that is told', async () => {
    expect(findingOf(await examineDirectly(vendor, { [baseUrlSettingOf(examined.simulators[vendor])]: await closedPort() }), 'reach')).toMatchObject({ verdict: 'DOES_NOT_HOLD', reason: 'No connection to the configured address.' });
  });

  test('redirects, nobody else gets the credentials', async () => {
    fail({ kind: 'redirect', location: 'https://elsewhere.example.com/' });
    expect(findingOf(await examineDirectly(vendor, {}), 'reach')).toMatchObject({ verdict: 'DOES_NOT_HOLD', reason: 'It answers with another status (HTTP 302).' });
  });
});

test('One failure leaves the other assumptions', async () => {
  examined.simulators.exotel.faults.add({ when: ({ query }) => query.has('Sid'), fault: { kind: 'status', status: 503 } });
  const { assumptions } = await examined.examine('exotel');
  expect(assumptions.filter(({ verdict }) => verdict !== 'HOLDS')).toMatchObject([{ id: 'batch', verdict: 'CANNOT_BE_TOLD', reason: 'It failed (HTTP 503).' }]);
});

test('Two failures in a row end it', async () => {
  examined.simulators.exotel.faults.add({ when: () => examined.simulators.exotel.requests.length > 3, fault: { kind: 'status', status: 503 }, times: Infinity });
  const { assumptions, requests } = await examined.examine('exotel');
  expect(requests).toBe(5);
  expect(assumptions.map(({ reason }) => reason)).toContain('Not asked, because 2 requests in a row failed.');
});

test('A refusal of a documented request contradicts the assumption that needs it', async () => {
  examined.simulators.contactCenter.faults.add({ when: ({ query }) => query.get('page') === '2', fault: { kind: 'status', status: 422 }, times: Infinity });
  expect(findingOf(await examined.examine('contactCenter'), 'pages')).toMatchObject({ verdict: 'DOES_NOT_HOLD', reason: 'It answers with another status (HTTP 422).' });
});
