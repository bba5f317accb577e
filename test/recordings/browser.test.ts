import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { useSwitchboard } from '../support/switchboard.js';

const PAGE_MS = 60_000;
const parts = useSwitchboard();

interface Heard {
  readonly duration: number;
  readonly soughtTo: number;
  readonly endedAt: number;
}

/** The links to a recording of a provider. */
async function linkOf(provider: string): Promise<{ url: string; downloadUrl: string }> {
  const { calls } = await parts.switchboard.data(`{ calls(first: 200, filter: { providers: [${provider}] }) { nodes { recordings { playback { url downloadUrl } } } } }`);
  return calls.nodes.flatMap(({ recordings }: { recordings: object[] }) => recordings)[0].playback;
}

describeInBrowser((browser) => {
  let site: Server;
  let page: Page;
  beforeAll(async () => {
    // A page of another origin than the audio's, as front ends are.
    const html = readFileSync('test/recordings/player.html');
    site = createServer((_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(html));
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  }, PAGE_MS);
  afterAll(() => {
    site.close();
  });

  test.each(['AICALLER', 'CONTACT_CENTER', 'EXOTEL'])(
    'a recording of %s plays, is sought, and is heard to its end',
    async (provider) => {
      const { url } = await linkOf(provider);
      const { duration, soughtTo, endedAt } = await page.evaluate<Heard>(`hear(${JSON.stringify(url)})`);
      expect(duration).toBeGreaterThanOrEqual(1);
      expect(Math.abs(soughtTo - (duration - 0.5))).toBeLessThan(0.2);
      expect(Math.abs(endedAt - duration)).toBeLessThan(0.2);
    },
    PAGE_MS,
  );

  test(
    'a download is saved under its name',
    async () => {
      const { downloadUrl } = await linkOf('EXOTEL');
      const saving = page.waitForEvent('download');
      await page.evaluate(`download(${JSON.stringify(downloadUrl)})`);
      expect((await saving).suggestedFilename()).toMatch(/^\d{4}-\d{2}-\d{2}-\d{4}-\w+-exotel-\w+\.wav$/);
    },
    PAGE_MS,
  );
});
