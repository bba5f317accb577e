/** The list of all calls: its order, what is missing in it, its filters and its pages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, useConsole } from './console.js';

const parts = useConsole();
const BROKEN = { times: Infinity, fault: { kind: 'status', status: 503 } };

test('a page of calls, newest first, is one operation, sent by the id of its document', async () => {
  const page = await parts.open('about:blank');
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.postDataJSON()));
  await page.goto('/calls');
  await rowsOf(page).first().waitFor();
  assert.deepEqual(sent.map(({ operationName }) => operationName).sort(), ['Accounts', 'Calls']);
  assert.ok(sent.every(({ query, extensions }) => query === undefined && extensions.persistedQuery.sha256Hash));
  const times = await rowsOf(page).locator('time').evaluateAll((all) => all.map(({ dateTime }) => dateTime));
  assert.ok(times.length > 10);
  assert.deepEqual(times, times.toSorted().reverse());
});

test('what a page costs upstream is shown in development', async () => {
  const page = await parts.open('/calls?provider=EXOTEL');
  await page.locator('.cost summary', { hasText: /Calls \d+ requests? \(EXOTEL \d+\)/ }).waitFor();
});

test('times are those of the reader’s zone, and numbers are as people write them', async () => {
  const { calls } = await parts.ask('Calls', { first: 50 });
  const [call] = calls.nodes.filter(({ direction, from }) => direction === 'INBOUND' && from?.e164?.startsWith('+44'));
  const page = await parts.open('/calls');
  const row = page.locator(`[data-call="${call.id}"]`);
  const number = `0${call.from.e164.slice(3, 7)} ${call.from.e164.slice(7)}`;
  await row.getByText(number).waitFor();
  const local = new Date(call.createdAt).toLocaleTimeString('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit' });
  assert.match(await row.locator('time').innerText(), new RegExp(`${local}$`));
});

test('a provider that fails is said to be missing above the calls of the others, and comes when it is asked again', async () => {
  parts.simulators.exotel.faults.add(BROKEN);
  const page = await parts.open('/calls');
  const notice = page.getByRole('status', { name: 'Completeness of the list' });
  await notice.getByText('Calls are missing: Exotel.').waitFor();
  await notice.getByText('It can’t be reached.').waitFor();
  await rowsOf(page, 'AICaller').first().waitFor();
  assert.equal(await rowsOf(page, 'Exotel').count(), 0);
  parts.simulators.exotel.faults.clear();
  await notice.getByRole('button', { name: 'Try again' }).click();
  await rowsOf(page, 'Exotel').first().waitFor();
  assert.equal(await notice.getByText('Calls are missing').count(), 0);
});

test('a slow provider is said to be slow until its calls are there', async () => {
  parts.simulators.exotel.faults.add({ fault: { kind: 'delay', milliseconds: 4_500 } });
  const page = await parts.open('/calls?provider=EXOTEL&direction=INBOUND');
  await page.getByText('a provider answers slowly').waitFor();
  await rowsOf(page).first().waitFor();
  assert.equal(await page.getByText('a provider answers slowly').count(), 0);
});

test('filters are in the address bar, and the same after a reload', async () => {
  const page = await parts.open('/calls');
  await page.getByRole('button', { name: /^Any Status/ }).click();
  await page.getByRole('option', { name: 'No answer' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Any Provider/ }).click();
  await page.getByRole('option', { name: 'Exotel' }).click();
  await page.keyboard.press('Escape');
  await page.waitForURL('**/calls?provider=EXOTEL&status=NO_ANSWER');
  const check = async () => {
    await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll('.call-rows .call-row')];
      return rows.length > 0 && rows.every((row) => row.querySelector('.account').textContent === 'Exotel' && row.querySelector('.status').textContent === 'No answer');
    });
    await page.getByRole('button', { name: 'Filters (2)' }).waitFor();
  };
  await check();
  await page.reload();
  await check();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.waitForURL(/\/calls\??$/);
});

test('a number is filtered by as somebody writes it, and what is none is said to be none', async () => {
  const page = await parts.open('/calls');
  const field = page.getByLabel('Number', { exact: true });
  await field.fill('nobody');
  await field.press('Enter');
  await page.getByText('This is no phone number.').waitFor();
  await field.fill('07700 900036');
  await field.press('Enter');
  await page.waitForURL('**/calls?number=%2B447700900036');
});

test('a span of time is in the address bar as instants', async () => {
  const page = await parts.open('/calls');
  await page.getByLabel('From', { exact: true }).fill('2026-01-15T10:30');
  await page.getByLabel('From', { exact: true }).blur();
  await page.waitForURL('**/calls?from=2026-01-15T09%3A30%3A00.000Z');
});

test('a filter that no call passes leads to a list that says so', async () => {
  const page = await parts.open('/calls?number=%2B12025550199');
  await page.getByText('No call matches.').waitFor();
});

test('older calls come when the end is near, and only what is near the screen is in the page', async () => {
  const page = await parts.open('/calls?provider=EXOTEL');
  await rowsOf(page).first().waitFor();
  for (let pages = 1; pages < 4; pages += 1) {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.locator(`[aria-rowindex="${50 * pages + 10}"]`).waitFor();
  }
  assert.ok((await rowsOf(page).count()) < 60);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.getByText('These are all calls.').waitFor();
});

test('somebody who comes back from a call finds the list where it was', async () => {
  const page = await parts.open('/calls?provider=EXOTEL');
  await rowsOf(page).first().waitFor();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.locator('[aria-rowindex="60"]').waitFor();
  const row = page.locator('[aria-rowindex="45"]');
  await row.scrollIntoViewIfNeeded();
  const [before, id] = await row.evaluate((element) => [Math.round(element.getBoundingClientRect().y), element.dataset.call]);
  await row.getByRole('link').click();
  await page.getByRole('heading', { name: 'Call at Exotel' }).waitFor();
  await page.goBack();
  const back = page.locator(`[data-call="${id}"]`);
  await back.waitFor();
  await page.waitForFunction(([selector, y]) => Math.abs(document.querySelector(selector).getBoundingClientRect().y - y) < 3, [`[data-call="${id}"]`, before]);
});
