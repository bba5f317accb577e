/** A call, its recording, the same call elsewhere, and a person. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, useConsole } from './console.js';

const parts = useConsole();

/** The first call of a provider that is as wanted, as the call's own page asks for it. */
async function findCall(provider, isWanted) {
  const { calls } = await parts.ask('Calls', { first: 100, filter: { providers: [provider], statuses: ['COMPLETED'] } });
  for (const { id } of calls.nodes) {
    const { call } = await parts.ask('Call', { id });
    if (isWanted(call)) return call;
  }
  throw new Error('There is no such call.');
}

test('a call is opened from its row, with all that is known of it', async () => {
  const { id, providerCallId, details, agentLegs } = await findCall('CONTACT_CENTER', ({ agentLegs, details }) => agentLegs.length > 1 && details.disposition);
  const page = await parts.open('/calls?provider=CONTACT_CENTER&status=COMPLETED');
  await page.locator(`[data-call="${id}"] a`).press('Enter');
  await page.getByRole('heading', { name: 'Call at Contact centre' }).waitFor();
  await page.getByRole('region', { name: 'Outcome' }).getByText(providerCallId, { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Only at Contact centre' }).getByText(details.disposition.code).waitFor();
  assert.equal(await page.getByRole('region', { name: 'Line of time' }).getByRole('listitem').count(), 1 + agentLegs.length);
});

test('a recording plays, and is sought by a click into its wave', async () => {
  const { id } = await findCall('EXOTEL', ({ recordings, duration }) => duration > 20 && recordings.some(({ state }) => state === 'AVAILABLE'));
  const page = await parts.open(`/calls/${id}`);
  await page.getByRole('button', { name: 'Load the recording' }).click();
  const audio = page.locator('audio');
  await page.waitForFunction(() => document.querySelector('audio')?.duration > 20);
  await audio.evaluate((player) => player.play());
  await page.waitForFunction(() => document.querySelector('audio').currentTime > 0.2);
  // The wave is drawn from the audio itself.
  await page.waitForFunction(() => document.querySelector('.wave > div')?.shadowRoot?.querySelector('canvas')?.width > 0);
  const wave = page.locator('.wave');
  const { width } = await wave.boundingBox();
  await wave.click({ position: { x: width / 2, y: 30 } });
  await page.waitForFunction(() => {
    const { currentTime, duration, seeking } = document.querySelector('audio');
    return !seeking && Math.abs(currentTime / duration - 0.5) < 0.1;
  });
  assert.equal(await audio.evaluate((player) => player.error), null);
});

test('a link that plays no more is said to, and another one is got', async () => {
  const { id } = await findCall('EXOTEL', ({ recordings }) => recordings.some(({ state }) => state === 'AVAILABLE'));
  const page = await parts.open(`/calls/${id}`);
  await page.route('**/recordings/**', (route) => route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"code":"LINK_NOT_VALID"}' }));
  await page.getByRole('button', { name: 'Load the recording' }).click();
  await page.getByText('The recording does not play.').waitFor();
  await page.unroute('**/recordings/**');
  await page.getByRole('button', { name: 'Get a new link' }).click();
  await page.waitForFunction(() => document.querySelector('audio')?.duration > 0);
});

test('the same call at another account is said, with why', async () => {
  const { calls } = await parts.ask('Calls', { first: 100, filter: { providers: ['CONTACT_CENTER'], statuses: ['COMPLETED'] } });
  let found;
  for (const { id } of calls.nodes) {
    const { call } = await parts.ask('SameCall', { id });
    if (call.sameCallAs.length > 0) found = call;
    if (found) break;
  }
  const [{ evidence, call }] = found.sameCallAs;
  const page = await parts.open(`/calls/${found.id}`);
  const section = page.getByRole('region', { name: 'The same call elsewhere' });
  await section.getByText(evidence[0]).waitFor();
  await section.getByRole('link').first().click();
  await page.waitForURL(`**/calls/${call.id}`);
});

/** A global id, as the graph makes them for the default account of a provider. */
const globalId = (provider, id) => Buffer.from(`Call:${provider}:${id}`).toString('base64url');

test('a call whose provider fails is said to be unreadable, and is there when it is asked again', async () => {
  const { faults, rows } = parts.simulators.skipcall;
  faults.add({ times: Infinity, fault: { kind: 'status', status: 401 } });
  const page = await parts.open(`/calls/${globalId('SKIPCALL', rows[0].id)}`);
  await page.getByRole('alert').getByText('The provider refuses the configured credentials.').waitFor();
  faults.clear();
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await page.getByRole('heading', { name: 'Call at Skipcall' }).waitFor();
});

test('a call that does not exist is said not to', async () => {
  const page = await parts.open(`/calls/${globalId('AICALLER', '0'.repeat(24))}`);
  await page.getByText('There is no such call.').waitFor();
});

test('a number leads to a person, with the calls at every provider', async () => {
  const page = await parts.open('/people');
  await page.getByLabel('Phone number').fill('07700 900036');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.waitForURL('**/people/*');
  await rowsOf(page).first().waitFor();
  const providers = await rowsOf(page).locator('.account').allInnerTexts();
  assert.ok(new Set(providers).size > 1);
  const numbers = await rowsOf(page).locator('.number').allInnerTexts();
  assert.deepEqual([...new Set(numbers)], ['07700 900036']);
});
