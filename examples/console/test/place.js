/** Placing a call: each intention rings once, whatever is clicked, reloaded and lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useConsole } from './console.js';

const parts = useConsole();
const posts = () => parts.simulators.aicaller.requests.filter(({ method }) => method === 'POST').length;
const isPost = ({ method }) => method === 'POST';

async function openForm(values = {}) {
  const page = await parts.open('/place');
  const filled = { 'Number to call': '+1 (202) 555-0143', 'Name of the person': 'Jo', Team: 'team-1', Template: 'template-1', ...values };
  for (const [label, value] of Object.entries(filled)) await page.getByLabel(label, { exact: true }).fill(value);
  return page;
}
const submit = (page) => page.getByRole('button', { name: 'Place the call' });
const placed = (page) => page.getByText('The call is placed.');

test('a double click places one call, and so does a reload after it', async () => {
  const page = await openForm();
  await submit(page).dblclick();
  await placed(page).waitFor();
  assert.equal(posts(), 1);
  await page.reload();
  await page.getByText('It did not ring twice.').waitFor();
  assert.equal(posts(), 1);
  await page.getByRole('button', { name: 'Place another call' }).click();
  await submit(page).waitFor();
  assert.equal(await page.getByLabel('Number to call').inputValue(), '');
});

test('a reload while the call is being placed places one call', async () => {
  parts.simulators.aicaller.faults.add({ when: isPost, fault: { kind: 'delay', milliseconds: 1_500 } });
  const page = await openForm({ 'Name of the person': 'Kim' });
  const asked = page.waitForRequest((request) => request.postData()?.includes('PlaceCall'));
  await submit(page).click();
  await asked;
  await page.reload();
  await placed(page).waitFor();
  assert.equal(posts(), 1);
});

test('an unknown outcome is said to be unknown, and is followed with the same key until it is known', async () => {
  const { faults } = parts.simulators.aicaller;
  faults.add({ when: isPost, fault: { kind: 'act-then-reset' } });
  faults.add({ when: (request) => !isPost(request), times: Infinity, fault: { kind: 'status', status: 503 } });
  const page = await openForm({ 'Name of the person': 'Lou' });
  await submit(page).click();
  await page.getByRole('alert').getByText('It is not known whether the phone rings.').waitFor();
  faults.clear();
  await placed(page).waitFor();
  assert.equal(posts(), 1);
});

test('a repeat that is refused leaves an unknown outcome unknown, and its key in use', async () => {
  const { faults } = parts.simulators.aicaller;
  faults.add({ when: isPost, fault: { kind: 'act-then-reset' } });
  faults.add({ when: (request) => !isPost(request), times: Infinity, fault: { kind: 'status', status: 503 } });
  const page = await openForm({ 'Name of the person': 'Mia' });
  await submit(page).click();
  await page.getByText('It is not known whether the phone rings.').waitFor();
  await page.route('**/graphql', (route) => route.fulfill({ status: 401, contentType: 'application/json', body: '{"errors":[{"message":"No.","extensions":{"code":"UNAUTHENTICATED"}}]}', headers: { 'access-control-allow-origin': '*' } }), { times: 1 });
  await page.getByRole('button', { name: 'Ask again now' }).click();
  await page.getByText('Access is on here').waitFor();
  await page.getByText('It is not known whether the phone rings.').waitFor();
  faults.clear();
  await page.getByRole('button', { name: 'Ask again now' }).click();
  await placed(page).waitFor();
  assert.equal(posts(), 1);
});

test('a line that breaks while the call is placed rings once', async () => {
  parts.simulators.aicaller.faults.add({ when: isPost, fault: { kind: 'delay', milliseconds: 500 } });
  const page = await openForm({ 'Name of the person': 'Max' });
  const arrived = parts.reached('aicaller', isPost);
  await submit(page).click();
  await arrived;
  parts.cable.cut();
  await page.getByText('It is not known whether the phone rings.').waitFor();
  parts.cable.mend();
  await page.getByRole('button', { name: 'Ask again now' }).click();
  await placed(page).waitFor();
  assert.equal(posts(), 1);
});

test('what the form can check is said at its fields, and nothing is sent', async () => {
  const page = await openForm({ 'Number to call': '12', 'Name of the person': ' ', Template: '' });
  await page.getByRole('button', { name: 'Add a variable' }).click();
  const sent = [];
  page.on('request', (request) => request.postData()?.includes('PlaceCall') && sent.push(request));
  await submit(page).click();
  const wrong = async (label, message) => assert.match(await page.getByLabel(label, { exact: true }).evaluate((field) => [...field.getAttribute('aria-describedby').split(' ')].map((id) => document.getElementById(id)?.textContent).join(' ')), message);
  await page.getByText('This is no phone number.').waitFor();
  await wrong('Number to call', /no phone number/);
  await wrong('Name of the person', /Fill this in/);
  await wrong('Template', /Fill this in/);
  await wrong('Name', /Fill this in/);
  assert.ok(await page.getByLabel('Number to call').evaluate((field) => field === document.activeElement));
  assert.equal(sent.length, 0);
});

test('what only the graph can check is said at its field, and can be corrected', async () => {
  const page = await openForm({ 'Number to call': '+33 1 99 00 12 34', 'Name of the person': 'Nora' });
  await submit(page).click();
  const message = page.locator('.react-aria-TextField', { has: page.getByLabel('Number to call') }).getByText('is not a number that may be called');
  await message.waitFor();
  assert.equal(posts(), 0);
  await page.getByLabel('Number to call').fill('07700 900036');
  await submit(page).click();
  await placed(page).waitFor();
  assert.equal(posts(), 1);
});
