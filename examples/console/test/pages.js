/** Every page for everybody: with a screen reader, by keyboard, on a phone, in the light and in the dark. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { rowsOf, useConsole } from './console.js';

const parts = useConsole();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 390, height: 844 };
const SHOTS = join(import.meta.dirname, '..', 'screenshots');

/** What axe finds that is serious: rules with the elements that break them. */
async function seriousIn(page) {
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
  assert.ok(passes.length > 15);
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
}

/** Those that the README shows, with their heights. */
const SHOWN = { calls: 700, call: 560, place: 620, 'calls-phone-dark': 800, 'glance-phone-dark': 800 };

/** Written by `npm run screenshots`. */
async function shoot(page, name) {
  const height = SHOWN[name];
  if (!process.env.SCREENSHOTS || !height) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.setViewportSize({ ...page.viewportSize(), height });
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

/** A call of the contact centre with several legs, whose page has nearly everything. */
async function richCall() {
  const { calls } = await parts.ask('Calls', { first: 100, filter: { providers: ['CONTACT_CENTER'], statuses: ['COMPLETED'] } });
  for (const { id } of calls.nodes) {
    const { call } = await parts.ask('Call', { id });
    if (call.agentLegs.length > 2 && call.recordings.some(({ state }) => state === 'AVAILABLE')) return call;
  }
  throw new Error('There is no such call.');
}

const PAGES = {
  async call(page) {
    await page.goto(`/calls/${(await richCall()).id}`);
    await page.getByRole('button', { name: 'Load the recording' }).first().click();
    await page.waitForFunction(() => document.querySelector('.wave > div')?.shadowRoot?.querySelector('canvas')?.width > 0);
    await page.getByRole('region', { name: 'The same call elsewhere' }).getByText(/same/i).nth(1).waitFor();
  },
  async person(page) {
    await page.goto('/people');
    await page.getByLabel('Phone number').fill('07700 900036');
    await page.getByRole('button', { name: 'Find' }).click();
    await rowsOf(page).first().waitFor();
  },
  async place(page) {
    await page.goto('/place');
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.getByLabel('Number to call').fill('12');
    await page.getByRole('button', { name: 'Place the call' }).click();
    await page.getByText('This is no phone number.').waitFor();
  },
  async glance(page) {
    await page.goto('/glance');
    await page.locator('.chart rect:not([height="0"])').first().waitFor();
    await page.getByRole('region', { name: 'Providers' }).getByRole('article').nth(5).waitFor();
  },
  // Last, because a provider that is told to wait is not asked for a minute.
  async calls(page) {
    parts.simulators.twilio.faults.add({ times: Infinity, fault: { kind: 'status', status: 429, headers: { 'retry-after': '60' } } });
    await page.goto('/calls');
    await rowsOf(page).nth(8).waitFor();
  },
};

for (const [name, openIn] of Object.entries(PAGES)) {
  test(`${name}: axe finds nothing serious, wide in the light and as a phone in the dark, and nothing is cut off`, async () => {
    const page = await parts.open('about:blank');
    await openIn(page);
    assert.deepEqual(await seriousIn(page), []);
    await shoot(page, name);
    await page.setViewportSize(PHONE);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForFunction(() => matchMedia('(max-width: 40rem) and (prefers-color-scheme: dark)').matches);
    assert.deepEqual(await seriousIn(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await shoot(page, `${name}-phone-dark`);
  });
}

test('a call is found and opened by keyboard alone', async () => {
  const page = await parts.open('/calls?provider=EXOTEL');
  await rowsOf(page).first().waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
  for (let presses = 0; presses < 40 && !(await page.evaluate(() => document.activeElement.className.includes('row-link'))); presses += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Call at Exotel' }).waitFor();
});

test('the health of a provider that fails is said', async () => {
  parts.simulators.exotel.faults.add({ times: Infinity, fault: { kind: 'status', status: 401 } });
  const page = await parts.open('/glance');
  const exotel = page.getByRole('article').filter({ hasText: 'Exotel' });
  await exotel.getByText('Failing').waitFor();
  await exotel.getByText('The provider refuses the configured credentials.').waitFor();
});
