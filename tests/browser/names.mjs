// Whose a conversation and an item is, as a practice's staff see it: a name where it is one patient's, else how many share it,
// and one entry in the audit trail for each showing. And patients' data taken away as CSV. Part of staff.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../system/harness/processes.mjs';
import { base, checkPage, narrow, openContext, openPage, provider_url, shoot, visit, wait_ms } from './support.mjs';

const practice = 'A99001';
const to = '447700900999'; // the reply number that the demo gives its first practice

async function texts(from, text) {
  const answer = await fetch(`${provider_url}/reply`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ from, to, text }) });
  assert.ok(answer.ok, `the simulator took the reply: ${answer.status}`);
}
const digitsOf = (written) => written.replace(/\D/g, '').replace(/^0/, '44');

/** @param given the browser, the staff's page and its session, a patient whose number is theirs alone, how the API is called, tabbing */
export function nameTests(given) {
  const get = (page, path) => page.evaluate(async (asked) => (await fetch(`/api/v1/${asked}`)).json(), path);
  const shown = async (page, action) => (await get(page, `audit?practice=${practice}&kind=shown&limit=200`)).audit.filter((one) => one.action === action);
  let digits, address;

  test('the list of conversations has numbers, and names once somebody says why, which is one entry with the patients', async () => {
    const { page, who, tabTo, wrong } = given();
    digits = digitsOf(who.mobile);
    const ending = `Number ending ${digits.slice(-3)}`;
    await texts(digits, 'Can I bring my daughter to the appointment?');
    await visit(page, `/app/inbox?practice=${practice}`);
    await page.getByRole('link', { name: ending }).first().waitFor();
    assert.ok(!(await page.textContent('main')).includes(who.name), 'nobody’s name');
    const before = (await shown(page, 'GET /api/v1/conversations')).length;
    await tabTo(page, 'the reason', () => document.activeElement?.id === 'names-reason', undefined, 120);
    await page.keyboard.type('Who wrote this morning');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: who.name, exact: true }).first().waitFor();
    const entries = await shown(page, 'GET /api/v1/conversations');
    assert.equal(entries.length, before + 1, 'one entry');
    assert.equal(entries[0].reason, 'Who wrote this morning');
    assert.ok(entries[0].objects.includes(who.id), 'with the patient');
    await checkPage(page, 'the inbox with names');
    await shoot(page, 'inbox-names-1360');
    assert.ok(!(await page.title()).includes(who.name), 'no name in the browser’s history');
    address = await page.getByRole('link', { name: who.name, exact: true }).first().getAttribute('href');
    await page.getByRole('button', { name: 'Hide names' }).click();
    await page.getByRole('link', { name: who.name, exact: true }).first().waitFor({ state: 'detached' });
    assert.deepEqual(wrong.splice(0), []);
  });

  test('an opened conversation names its patient at once, by the entry that showing the words has', async () => {
    const { page, who, wrong } = given();
    const before = (await shown(page, 'GET /api/v1/conversations/{}')).length;
    await visit(page, address);
    await page.locator('.app-whose a', { hasText: who.name }).waitFor();
    const entries = await shown(page, 'GET /api/v1/conversations/{}');
    assert.equal(entries.length, before + 1, 'one entry');
    assert.ok(entries[0].objects.includes(who.id), 'with the patient');
    assert.ok(entries[0].objects.includes(address.split('/').at(-1)), 'and the conversation');
    assert.match(await page.locator('h1').textContent(), /^Number ending/);
    await checkPage(page, 'a conversation with its name');
    await shoot(page, 'conversation-name-1360');
    await page.locator('.app-whose a').click();
    await page.waitForURL(new RegExp(`/app/patients/${who.id}`));
    assert.deepEqual(wrong.splice(0), []);
  });

  test('a number that several patients have is nobody’s', async () => {
    const { page, who, wrong } = given();
    const rows = await until(async () => {
      const { patients } = await get(page, `data-quality?practice=${practice}&problem=shared_mobile`);
      return patients.length > 1 ? patients : null;
    }, 'the demo has patients who share a mobile', wait_ms);
    const named = await page.evaluate(async (path) => {
      const { csrf } = await (await fetch('/api/v1/me')).json();
      return (await fetch(path, { headers: { 'X-CSRF-Token': csrf } })).json();
    }, `/api/v1/data-quality?practice=${practice}&problem=shared_mobile&reveal=1&reason=a+test`);
    const { number, sharing } = named.patients.find((row) => row.id === rows[0].id);
    const theirs = named.patients.filter((one) => one.number === number).map((one) => one.name);
    await texts(digitsOf(number), 'Is the surgery open on Saturday?');
    await visit(page, `/app/inbox?practice=${practice}`);
    const row = page.locator('main tbody tr', { hasText: `Number ending ${digitsOf(number).slice(-3)}` }).filter({ hasText: `${sharing} people share this number` }).first();
    await row.waitFor();
    await page.locator('#names-reason').fill('Who wrote');
    await page.getByRole('button', { name: 'Show names' }).click();
    await page.getByRole('link', { name: who.name, exact: true }).first().waitFor();
    for (const name of theirs) assert.ok(!(await row.textContent()).includes(name), name);
    await shoot(page, 'inbox-shared-1360');
    await row.getByRole('link').click();
    await page.locator('.app-whose', { hasText: `${sharing} people share this number.` }).waitFor();
    await checkPage(page, 'a conversation of a shared number');
    await shoot(page, 'conversation-shared-1360');
    assert.deepEqual(wrong.splice(0), []);
  });

  test('what waits for a person leads to pages that staff have, and names whom it is about', async () => {
    const { page, who, wrong } = given();
    await visit(page, `/app/today?practice=${practice}`);
    const link = page.locator(`main a[href="${address}"]`).first();
    await page.locator('main a', { hasText: 'Reply from the number ending' }).first().waitFor();
    const closed = page.locator('main details:not([open]) > summary');
    while (await closed.count() > 0) await closed.first().click(); // what is opened isn't among them any more
    await link.waitFor();
    assert.equal(await page.locator('main a[href^="/ops/"]').count(), 0, 'nothing leads to the operators’ pages');
    const before = (await shown(page, 'GET /api/v1/today')).length;
    await page.locator('#names-reason').fill('The morning round');
    await page.getByRole('button', { name: 'Show names' }).click();
    const row = page.locator('main tbody tr', { has: page.locator(`a[href="${address}"]`) }).first();
    await row.getByRole('link', { name: who.name }).waitFor();
    const entries = await shown(page, 'GET /api/v1/today');
    assert.equal(entries.length, before + 1, 'one entry');
    assert.ok(entries[0].objects.includes(who.id));
    await checkPage(page, 'items with names');
    await shoot(page, 'today-items-1360');
    await page.locator('main a[href^="/app/messages/"]').first().click();
    await page.getByRole('heading', { name: 'About this message' }).waitFor();
    await checkPage(page, 'a message, to staff');
    await shoot(page, 'message-1360');
    assert.equal(await page.locator('main a[href^="/ops/"]').count(), 0);
    assert.deepEqual(wrong.splice(0), []);
  });

  test('a support user who is let in sees nobody’s name, nor the form that asks for names', async () => {
    const { browser, page, post, wrong } = given();
    const made = await post(page, 'users', { name: 'supporter', role: 'support', practices: [] });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const opened = await post(page, `practices/${practice}/support`, { user: 'supporter', minutes: 60, reason: 'a question' });
    assert.equal(opened.status, 200, JSON.stringify(opened.body));
    const context = await openContext(browser, narrow);
    const theirs = await openPage(context);
    const { pathname, search } = new URL(made.body.link, base);
    await theirs.page.goto(base + pathname + search);
    await theirs.page.getByRole('button').first().click();
    await until(() => theirs.page.evaluate(async () => (await fetch('/api/v1/me')).ok), 'they are signed in', wait_ms);
    for (const path of ['/app/inbox', '/app/today']) {
      await visit(theirs.page, `${path}?practice=${practice}`);
      await theirs.page.locator('main table').first().waitFor();
      await theirs.page.locator('#names-reason').waitFor({ state: 'detached' });
    }
    await visit(theirs.page, `/app/opt-outs?practice=${practice}`);
    await theirs.page.getByText('Download as CSV').waitFor({ state: 'detached' });
    const refused = await theirs.page.evaluate(async (code) => {
      const { csrf } = await (await fetch('/api/v1/me')).json();
      const paths = [`conversations?practice=${code}&reveal=1`, `today?practice=${code}&reveal=1`, `opt-outs/csv?practice=${code}`, `data-quality/csv?practice=${code}`];
      return Promise.all(paths.map(async (path) => (await fetch(`/api/v1/${path}`, { headers: { 'X-CSRF-Token': csrf } })).status));
    }, practice);
    assert.deepEqual(refused, [403, 403, 403, 403]);
    await context.close();
    assert.deepEqual(wrong.splice(0), []);
  });

  test('the pages with names fit a narrow screen, and the help page has what the role may open', async () => {
    const { browser, session, who } = given();
    const context = await openContext(browser, narrow, session);
    const { page, wrong } = await openPage(context);
    for (const path of ['/app/inbox', '/app/today']) {
      await visit(page, `${path}?practice=${practice}`);
      await page.locator('#names-reason').fill('A narrow screen');
      await page.getByRole('button', { name: 'Show names' }).click();
      await page.getByRole('link', { name: who.name }).first().waitFor();
      await checkPage(page, `${path} with names, narrow`);
      await shoot(page, `${path.split('/').at(-1)}-names-320`);
    }
    await visit(page, address);
    await page.locator('.app-whose a').waitFor();
    await checkPage(page, 'a conversation with its name, narrow');
    await shoot(page, 'conversation-name-320');
    assert.deepEqual(wrong, []);
    await context.close();
  });
}

/** @param given as above, once somebody has opted out */
export function fileTests(given) {
  const get = (page, path) => page.evaluate(async (asked) => (await fetch(`/api/v1/${asked}`)).json(), path);
  const files = [
    ['opt-outs', '', /^"Since","Number or address"/, /"'\+44\d{10}"/],
    ['data-quality', '&problem=shared_mobile', /^"Name","NHS number"/, /"shared mobile"/],
  ];
  for (const [resource, filter, head, row] of files)
    test(`${resource} are taken away as CSV, by whoever says why, which is one entry with whose data it is`, async () => {
      const { page, wrong } = given();
      await visit(page, `/app/${resource}?practice=${practice}${filter}`);
      await page.locator('summary', { hasText: 'Download as CSV' }).click();
      await page.getByLabel('Why do you need the file?').fill(`The mailing of ${resource}`);
      await checkPage(page, `${resource} to take away`);
      await shoot(page, `${resource}-csv-1360`);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download', exact: true }).click();
      const stream = await (await download).createReadStream();
      let csv = '';
      for await (const part of stream) csv += part;
      assert.match(csv, head);
      assert.match(csv, row);
      await page.getByText('with your downloads').waitFor();
      const { audit } = await get(page, `audit?practice=${practice}&limit=200`);
      const entries = audit.filter((one) => one.action === `GET /api/v1/${resource}/csv`);
      assert.equal(entries.length, 1);
      assert.equal(entries[0].reason, `The mailing of ${resource}`);
      assert.equal(entries[0].objects.length, csv.trim().split('\r\n').length - 1, 'each line’s');
      assert.deepEqual(wrong.splice(0), []);
    });
}
