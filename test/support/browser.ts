import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's package. */
const EXECUTABLE = '/usr/bin/chromium';
const START_MS = 60_000;

const HOW_TO_INSTALL = `No ${EXECUTABLE}: apt-get install chromium`;
const isInstalled = existsSync(EXECUTABLE);
if (!isInstalled) {
  if (process.env['CI'] === 'true') throw new Error(HOW_TO_INSTALL);
  process.stderr.write(`${HOW_TO_INSTALL}. Until then the tests in a browser don't run.\n`);
}

/** Tests with a page of a real browser. */
export function describeInBrowser(suite: (browser: { newPage(): Promise<Page> }) => void): void {
  if (!isInstalled) return;
  describe('In a browser:', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'] });
    }, START_MS);
    suite({ newPage: () => browser.newPage() });
    afterAll(() => browser?.close());
  });
}
