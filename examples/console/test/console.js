import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startSimulators } from '../../../dist/simulators/index.js';
import { serveBuild } from '../serve-build.js';
import { startSwitchboard } from '../../switchboard.js';
import { TRUSTED_DOCUMENTS } from '../trusted-documents.js';
import { startBrowser } from './browser.js';
import { startCable } from './cable.js';

const CALLS = 200;
/** Small enough for a screenshot in a README. */
const WIDE = { width: 1000, height: 620 };
const { operations } = JSON.parse(readFileSync(TRUSTED_DOCUMENTS, 'utf8'));

const used = new Map();

/**
 * The simulated providers, a Switchboard that executes the console's documents only, the console as it was built, and
 * a browser: the same for all files with the same `settings` of Switchboard. Before each test faults and requests are
 * cleared.
 */
export function useConsole(settings = {}) {
  const key = JSON.stringify(settings);
  if (!used.has(key)) used.set(key, startConsole(settings));
  return used.get(key);
}

function startConsole(settings) {
  const parts = {};
  const closing = [];
  before(async () => {
    const cable = await startCable();
    const pages = await serveBuild({ port: 0, settings: () => ({ switchboardUrl: `${cable.origin}/graphql`, showsCost: true }) });
    const simulators = await startSimulators({ calls: CALLS });
    const dataDir = mkdtempSync(join(tmpdir(), 'console-'));
    const switchboard = await startSwitchboard({
      ...simulators.environment,
      CORS_ORIGINS: new URL(pages.url).origin,
      TRUSTED_DOCUMENTS,
      // Links to recordings lead through the cable, too.
      PUBLIC_URL: cable.origin,
      DATA_DIR: dataDir,
      DIAL_PATIENCE_MS: '1',
      DIAL_ALLOWED_PREFIXES: '+1202555,+447700',
      // One test's provoked failures are not to be felt in the next.
      BREAKER_FAILURES: '1000',
      EXOTEL_REQUESTS_PER_MINUTE: '0',
      PLIVO_REQUESTS_PER_5_SECONDS: '0',
      ...settings,
    });
    cable.leadTo(switchboard.url);
    const browser = await startBrowser();
    const context = await browser.newContext({ baseURL: pages.url, locale: 'en-GB', timezoneId: 'Europe/Paris' });
    closing.push(() => browser.close(), () => pages.close(), () => cable.close(), () => switchboard.close(), () => simulators.close(), () => rmSync(dataDir, { recursive: true, force: true }));
    Object.assign(parts, { cable, simulators, switchboard, context });
  });
  beforeEach(() => {
    for (const simulator of parts.simulators.all) {
      simulator.faults.clear();
      simulator.requests.length = 0;
    }
  });
  afterEach(() => Promise.all(parts.context.pages().map((page) => page.close())));
  after(async () => {
    for (const close of closing) await close();
  });
  return {
    get simulators() {
      return parts.simulators;
    },
    get cable() {
      return parts.cable;
    },
    /** Resolves when a request of this kind has reached a simulated provider. */
    async reached(provider, isWanted) {
      while (!parts.simulators[provider].requests.some(isWanted)) await setTimeout(20);
    },
    /** Opens a page of the console in a tab of its own: what the console keeps, it keeps for a tab. */
    async open(path) {
      const page = await parts.context.newPage();
      await page.setViewportSize(WIDE);
      await page.goto(path);
      return page;
    },
    /** The data of one of the console's operations, without a browser. */
    async ask(operation, variables) {
      const { id } = operations.find(({ name }) => name === operation);
      const response = await fetch(parts.switchboard.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ documentId: id, variables }) });
      const { data, errors } = await response.json();
      if (!data) throw new Error(JSON.stringify(errors));
      return data;
    },
  };
}

/** The rows of calls that are in the page; with a text, those that have it. */
export const rowsOf = (page, hasText) => page.locator('.call-rows .call-row', hasText ? { hasText } : undefined);

/** What a call to be placed has. The number is reserved for fiction. */
export const TO_PLACE = { teamId: 'team-1', callTemplateId: 'template-1', nameOfHuman: 'Jo', toPhoneNumber: '+12025550143', promptVariableValues: [] };
