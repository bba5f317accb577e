/** Changes as they happen, and a line that breaks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, TO_PLACE, useConsole } from './console.js';

const parts = useConsole();
const mark = (page, text) => page.locator('.line-mark', { hasText: text });

/** The row at the top of the screen: which call it is, and where on the screen. */
const topRow = (page) =>
  page.evaluate(() => {
    const rows = [...document.querySelectorAll('.call-rows .call-row')].map((row) => ({ id: row.dataset.call, index: Number(row.ariaRowIndex), y: Math.round(row.getBoundingClientRect().y) }));
    return rows.filter(({ y }) => y >= 0).sort((a, b) => a.y - b.y)[0];
  });

test('a call that changes at its provider changes in its row', async () => {
  const row = parts.simulators.aicaller.rows.find(({ status }) => status === 'ringing');
  const { calls } = await parts.ask('Calls', { first: 50, filter: { providers: ['AICALLER'], statuses: ['RINGING'] } });
  const page = await parts.open('/calls?provider=AICALLER');
  const shown = page.locator(`[data-call="${calls.nodes[0].id}"]`);
  await shown.getByText('Ringing').waitFor();
  await mark(page, 'Live').waitFor();
  row.status = 'busy';
  await shown.getByText('Busy').waitFor();
});

test('a call that changes at its provider changes on its own page, whose document is trusted, too', async () => {
  const row = parts.simulators.aicaller.rows.find(({ status }) => status === 'inProgress');
  const { calls } = await parts.ask('Calls', { first: 50, filter: { providers: ['AICALLER'], statuses: ['IN_PROGRESS'] } });
  const { id } = calls.nodes.find(({ from, createdAt }) => createdAt === row.createdAt && from);
  const page = await parts.open(`/calls/${id}`);
  const outcome = page.getByRole('region', { name: 'Outcome' });
  await outcome.getByText('In progress', { exact: true }).waitFor();
  await mark(page, 'Live').waitFor();
  Object.assign(row, { status: 'completed', callEndedAt: new Date().toISOString(), callDuration: 42 });
  await outcome.getByText('Completed', { exact: true }).waitFor();
  await outcome.getByText('0:42').waitFor();
});

test('a new call comes to the top of the list by itself', async () => {
  const page = await parts.open('/calls');
  await rowsOf(page).first().waitFor();
  await mark(page, 'Live').waitFor();
  const { createPhoneCall } = await parts.ask('PlaceCall', { input: TO_PLACE });
  await page.locator(`[data-call="${createPhoneCall.call.id}"][aria-rowindex="2"]`).waitFor();
});

test('a new call does not move what somebody is reading', async () => {
  const page = await parts.open('/calls');
  await rowsOf(page).first().waitFor();
  await mark(page, 'Live').waitFor();
  await page.evaluate(() => window.scrollTo(0, 1200));
  await page.waitForFunction(() => document.querySelector('.call-rows .call-row')?.ariaRowIndex !== '2');
  const before = await topRow(page);
  await parts.ask('PlaceCall', { input: { ...TO_PLACE, nameOfHuman: 'Kim' } });
  await page.locator(`[data-call="${before.id}"][aria-rowindex="${before.index + 1}"]`).waitFor();
  assert.deepEqual(await topRow(page), { ...before, index: before.index + 1 });
});

test('a new call that the filter does not pass stays out', async () => {
  const page = await parts.open('/calls?status=COMPLETED&provider=AICALLER');
  await rowsOf(page).first().waitFor();
  const all = await parts.open('/calls');
  await rowsOf(all).first().waitFor();
  await Promise.all([mark(page, 'Live').waitFor(), mark(all, 'Live').waitFor()]);
  const { createPhoneCall } = await parts.ask('PlaceCall', { input: { ...TO_PLACE, nameOfHuman: 'Lou' } });
  await all.locator(`[data-call="${createPhoneCall.call.id}"]`).waitFor();
  assert.equal(await page.locator(`[data-call="${createPhoneCall.call.id}"]`).count(), 0);
});

test('while the line is down it says so, keeps what is there, and afterwards has what was missed', async () => {
  const page = await parts.open('/calls');
  await rowsOf(page).first().waitFor();
  await mark(page, 'Live').waitFor();
  parts.cable.cut();
  await mark(page, 'Line is down').waitFor();
  assert.ok((await rowsOf(page).count()) > 10);
  const { createPhoneCall } = await parts.ask('PlaceCall', { input: { ...TO_PLACE, nameOfHuman: 'Max' } });
  parts.cable.mend();
  await mark(page, 'Live').waitFor();
  await page.locator(`[data-call="${createPhoneCall.call.id}"]`).waitFor();
});

test('offline, a list says that Switchboard can’t be reached, and is read as soon as it can be again', async () => {
  const page = await parts.open('/people');
  await mark(page, 'Live').waitFor();
  await page.context().setOffline(true);
  await mark(page, 'Line is down').waitFor();
  await page.getByRole('link', { name: 'Calls' }).click();
  await page.getByRole('alert').getByText('Switchboard does not answer.').waitFor();
  await page.context().setOffline(false);
  await rowsOf(page).first().waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
});
