// The practice's day and its audit trail, by those who may see them. Part of staff.test.mjs, whose broker it uses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../system/harness/processes.mjs';
import { base, checkPage, narrow, openContext, openPage, provider_url, settled, shoot, visit, wait_ms, wide } from './support.mjs';

const practice = 'A99001';
const to = '447700900999'; // the reply number that the demo gives its first practice
const day = `/app/today?practice=${practice}`;

async function texts(from, text) {
  const answer = await fetch(`${provider_url}/reply`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ from, to, text }) });
  assert.ok(answer.ok, `the simulator took the reply: ${answer.status}`);
}

/** @param given the browser, the staff's page and its session, how the API is called, tabbing */
export function todayTests(given) {
  const get = (page, path) => page.evaluate(async (asked) => (await fetch(`/api/v1/${asked}`)).json(), path);
  const named = (page) => page.locator('main a[href^="/app/patients/"]');

  test('the staff’s pages begin with the day, which has the clinic’s appointments and nobody’s name', async () => {
    const { page, wrong } = given();
    await page.goto(`${base}/app/`);
    await settled(page);
    assert.equal(new URL(page.url()).pathname, '/app/today');
    await page.getByLabel('Practice').selectOption(practice);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('heading', { name: /^Today at / }).waitFor();
    await page.getByRole('link', { name: /^All \(/ }).click();
    await page.locator('main table', { hasText: 'Reminder' }).first().waitFor();
    const seen = await get(page, `today?practice=${practice}`);
    assert.ok(seen.visits.length > 0, 'the demo’s day has appointments');
    assert.equal(await named(page).count(), 0);
    assert.ok(await page.getByText('Clinical system', { exact: true }).isVisible());
    await checkPage(page, 'the day');
    await shoot(page, 'today-all-1360');
    assert.deepEqual(wrong.splice(0), []);
  });

  test('the keyboard alone has its names shown, which the audit trail has with the reason', async () => {
    const { page, tabTo, wrong } = given();
    await visit(page, `${day}&show=all`);
    await page.locator('main table').first().waitFor();
    await tabTo(page, 'the reason', () => document.activeElement?.id === 'names-reason', undefined, 120);
    await page.keyboard.type('The clinic is off');
    await page.keyboard.press('Enter');
    await named(page).first().waitFor();
    await checkPage(page, 'the day with names');
    await shoot(page, 'today-names-1360');
    const { audit } = await get(page, `audit?practice=${practice}&kind=shown&limit=50`);
    const entry = audit.find((one) => one.action === 'GET /api/v1/today');
    assert.equal(entry?.reason, 'The clinic is off');
    assert.ok(entry.objects.length > 0, 'with the patients');
    await page.getByRole('button', { name: 'Hide names' }).click();
    await named(page).first().waitFor({ state: 'detached' });
    assert.deepEqual(wrong.splice(0), []);
  });

  test('what is urgent comes up by itself, in several tabs at once', async () => {
    const { browser, session, wrong } = given();
    const context = await openContext(browser, wide, session);
    const tabs = await Promise.all([1, 2, 3].map(() => openPage(context)));
    for (const { page } of tabs) await visit(page, day);
    await texts('447700900823', 'I have chest pain and can’t breathe');
    for (const { page } of tabs) await page.locator('main table .nhsuk-tag', { hasText: 'Urgent' }).first().waitFor();
    await checkPage(tabs[0].page, 'something is urgent');
    await shoot(tabs[0].page, 'today-urgent-1360');
    const row = tabs[0].page.locator('tr', { hasText: 'Urgent' }).first();
    const before = (await get(tabs[0].page, `today?practice=${practice}`)).urgent;
    await row.getByRole('button', { name: /^Done/ }).click();
    await until(async () => (await get(tabs[0].page, `today?practice=${practice}`)).urgent < before, 'it is dealt with', wait_ms);
    for (const { wrong: theirs } of tabs) assert.deepEqual(theirs, []);
    await context.close();
    assert.deepEqual(wrong.splice(0), []);
  });

  test('a practice’s audit trail is looked through by kind and day, and taken away as CSV, which stands in it', async () => {
    const { page, wrong } = given();
    await visit(page, `/app/audit?practice=${practice}`);
    await page.getByLabel('Kind').selectOption('shown');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('The clinic is off').first().waitFor();
    assert.equal(await page.locator('main tbody tr', { hasText: 'Sent a message' }).count(), 0);
    await checkPage(page, 'the trail by kind');
    await shoot(page, 'audit-1360');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    const stream = await (await download).createReadStream();
    let csv = '';
    for await (const part of stream) csv += part;
    assert.match(csv, /^When,Practice,User,Role,What/);
    assert.match(csv, /GET \/api\/v1\/today/);
    assert.doesNotMatch(csv, /now-messages"/, 'the filter holds');
    await page.getByText('Took away the audit trail').first().waitFor();
    await page.getByLabel('To').fill('2020-01-02');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('No entry matches').waitFor();
    assert.deepEqual(wrong.splice(0), []);
  });

  test('a pause is said on the day, with who, why and that nothing is lost, until it is over', async () => {
    const { page, post, wrong } = given();
    const pause = async (paused) => assert.equal((await post(page, `practices/${practice}/pause`, { paused, why: paused ? 'the flu clinic is full' : '' })).status, 200);
    await pause(true);
    await visit(page, day);
    await page.getByRole('heading', { name: 'Something stands in the way' }).waitFor();
    await page.locator('main li', { hasText: 'the flu clinic is full' }).waitFor();
    await checkPage(page, 'the day, paused');
    await shoot(page, 'today-paused-1360');
    await pause(false);
    await page.getByRole('heading', { name: 'The practice and its clinical system' }).waitFor();
    assert.deepEqual(wrong.splice(0), []);
  });

  test('who may only read sees the day and its names, and neither the trail nor a button', async () => {
    const { browser, page, post, wrong } = given();
    const made = await post(page, 'users', { name: 'only-reads', role: 'read_only', practices: [practice] });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const context = await openContext(browser, narrow);
    const theirs = await openPage(context);
    const { pathname, search } = new URL(made.body.link, base);
    await theirs.page.goto(base + pathname + search);
    await theirs.page.getByRole('button').first().click();
    await until(() => theirs.page.evaluate(async () => (await fetch('/api/v1/me')).ok), 'they are signed in', wait_ms);
    await visit(theirs.page, '/app/today');
    await theirs.page.getByRole('heading', { name: /^Today at / }).waitFor();
    assert.equal(await theirs.page.getByRole('button', { name: /^Done/ }).count(), 0);
    assert.equal(await theirs.page.getByRole('link', { name: 'Audit', exact: true }).count(), 0);
    await checkPage(theirs.page, 'the day, to read');
    await shoot(theirs.page, 'today-read-only-320');
    await visit(theirs.page, '/app/audit');
    await theirs.page.getByRole('heading', { name: 'Not for your role' }).waitFor();
    await checkPage(theirs.page, 'no trail');
    const refused = await theirs.page.evaluate(async (code) => [(await fetch(`/api/v1/audit?practice=${code}`)).status, (await fetch(`/api/v1/audit/csv?practice=${code}`)).status, (await fetch('/api/v1/today?practice=A99002')).status], practice);
    assert.deepEqual(refused, [403, 403, 404], 'nor by the API, nor another practice’s day');
    await context.close();
    assert.deepEqual(wrong.splice(0), []);
  });
}
