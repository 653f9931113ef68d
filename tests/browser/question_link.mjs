// What a patient does with a link to questions about their health: on a phone, without script, from the text in the
// provider's ledger to the practice's inbox. Part of staff.test.mjs, whose broker and patient it uses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../system/harness/processes.mjs';
import { base, checkPage, narrow, openContext, openPage, provider_url, shoot, visit, wait_ms, wide } from './support.mjs';

const practice = 'A99001';
const surgery = 'Demo Surgery 1';

async function linkIn(ledger_before) {
  return until(async () => {
    const ledger = await (await fetch(`${provider_url}/ledger`)).json();
    const links = JSON.stringify(ledger.messages).match(new RegExp(`/q/${practice}/[\\w-]{24}(?![\\w-])`, 'g')) ?? [];
    return links.find((one) => !ledger_before.has(one)) ?? null;
  }, 'a text with a link has reached the provider', wait_ms);
}

/** A phone that runs no script and has no session. */
async function phone(browser, viewport) {
  const context = await browser.newContext({ viewport, ignoreHTTPSErrors: true, javaScriptEnabled: false });
  context.setDefaultTimeout(wait_ms);
  return { context, ...(await openPage(context)) };
}

/** axe needs script: the same page, looked at by a browser that has it. */
async function checkAs(browser, path, name, fill = async () => undefined, title = 'Questions about your health') {
  for (const viewport of [wide, narrow]) {
    const context = await openContext(browser, viewport);
    const { page, wrong } = await openPage(context);
    const answer = await page.goto(base + path);
    await fill(page);
    await checkPage(page, `${name}, ${viewport.width}`, `${title} - ${title.includes('opened') ? 'Your GP practice' : surgery}`);
    await shoot(page, `${name}-${viewport.width}`);
    assert.deepEqual(wrong.filter((one) => !(answer.status() === 404 && one.includes('404'))), []);
    await context.close();
  }
}

/** @param given the browser, the staff's page, a patient who can be texted, and how the API is called */
export function questionLinkTests(given) {
  const seen = new Set();
  let link;
  const ask = async () => {
    const { page, who, post } = given();
    const asked = await post(page, `question-sets/health-check/ask?practice=${practice}`, { patient: who.id }, { 'Idempotency-Key': `link-${seen.size}` });
    assert.equal(asked.status, 201, JSON.stringify(asked.body));
    link = await linkIn(seen);
    seen.add(link);
  };

  test('a patient opens the link in the text, without script, and is asked what follows from each answer', async () => {
    const { browser, page, who } = given();
    await visit(page, `/app/patients/${who.id}?practice=${practice}`);
    await page.getByLabel('Question set').selectOption('health-check');
    await page.getByRole('button', { name: 'Ask these questions' }).click();
    await page.getByText('The text is on its way').waitFor();
    link = await linkIn(seen);
    seen.add(link);
    const { context, page: theirs, wrong } = await phone(browser, narrow);
    const first = await theirs.goto(base + link);
    assert.equal(first.status(), 200);
    assert.equal(await theirs.locator('header').textContent(), surgery);
    assert.equal(await theirs.getByRole('group').count(), 1, 'what comes next hangs on the answer');
    await theirs.getByLabel('I have never smoked').check();
    await theirs.getByRole('button', { name: 'Send my answers' }).click();
    await theirs.getByText('There are a few more questions below').waitFor();
    assert.ok(await theirs.getByLabel('I have never smoked').isChecked(), 'what was answered is still there');
    await theirs.getByLabel('What is your blood pressure?').fill('1350/85');
    await theirs.getByRole('button', { name: 'Send my answers' }).click();
    await theirs.getByRole('alert').getByRole('link', { name: /We can't take this down/ }).waitFor();
    assert.equal(await theirs.getByLabel('What is your blood pressure?').inputValue(), '1350/85', 'nothing is lost');
    await shoot(theirs, 'questions-wrong-320');
    await theirs.getByLabel('What is your blood pressure?').fill('135/85');
    await theirs.getByRole('button', { name: 'Send my answers' }).click();
    await theirs.getByRole('heading', { name: 'Thank you' }).waitFor();
    await shoot(theirs, 'questions-thanks-320');
    const again = await theirs.goto(base + link);
    assert.equal(again.status(), 404);
    const used = await again.text();
    await theirs.getByText('please ring your practice').waitFor();
    const unknown = await theirs.goto(`${base}/q/${practice}/${'A'.repeat(24)}`);
    assert.equal(await unknown.text(), used, 'a used link and one that never was are the same');
    await context.close();
    assert.deepEqual(wrong.filter((one) => !one.includes('404')), []);

    await visit(page, `/app/inbox?practice=${practice}`);
    await page.locator('main', { hasText: 'Number ending' }).waitFor();
  });

  test('the answers are in the conversation, the link’s secret is nowhere', async () => {
    const { page, who } = given();
    const secret = link.split('/').at(-1);
    const found = await page.evaluate(async ({ practice, who }) => {
      const { csrf } = await (await fetch('/api/v1/me')).json();
      const get = async (path) => (await fetch(`/api/v1/${path}`, { headers: { 'X-CSRF-Token': csrf } })).text();
      const list = JSON.parse(await get(`messages?practice=${practice}&limit=100&reveal=1`)).messages;
      const talks = JSON.parse(await get(`conversations?practice=${practice}`)).conversations;
      const pages = await Promise.all(talks.map((one) => get(`conversations/${one.id}?practice=${practice}&reveal=1`)));
      return { messages: JSON.stringify(list), pages: pages.join('\n'), audit: await get('audit?limit=200'), history: await get(`patients/${who.id}/history?practice=${practice}&reveal=1`) };
    }, { practice, who });
    assert.match(found.pages, /What is your blood pressure\?\\n135\/85/);
    assert.match(found.pages + found.history, /\/q\/A99001\/\*{24}/, 'staff see that there was a link');
    for (const [where, text] of Object.entries(found)) assert.ok(!text.includes(secret), where);
  });

  test('the page changes its language with what was written in it, and says which words are in which', async () => {
    const { browser } = given();
    await ask();
    const { context, page: theirs, wrong } = await phone(browser, narrow);
    const language = () => theirs.locator('html').getAttribute('lang');
    await theirs.goto(base + link);
    assert.equal(await language(), 'en-GB');
    await theirs.getByLabel('I smoke', { exact: true }).check();
    await theirs.getByRole('button', { name: 'Cymraeg' }).click();
    await theirs.getByRole('heading', { name: 'Cwestiynau am eich iechyd' }).waitFor();
    assert.equal(await language(), 'cy');
    await shoot(theirs, 'questions-welsh-320');
    assert.ok(await theirs.getByLabel('Rydw i’n ysmygu').isChecked(), 'what was answered is still there');
    assert.equal(await theirs.getByText('Ydych chi’n ysmygu?').getAttribute('lang'), null);
    assert.equal(await theirs.getByText('Would you like help to stop smoking?').getAttribute('lang'), 'en-GB', 'this one has no Welsh');
    await theirs.getByLabel('Na', { exact: true }).check();
    await theirs.getByLabel('Beth yw eich pwysedd gwaed?').fill('1350/85');
    await theirs.keyboard.press('Enter');
    await theirs.getByRole('alert').getByRole('link', { name: /Ni allwn gofnodi hyn/ }).waitFor();
    assert.equal(await language(), 'cy', 'Enter sends, and the language stays');
    assert.equal(await theirs.title(), `Gwall: Cwestiynau am eich iechyd - ${surgery}`);
    await shoot(theirs, 'questions-welsh-wrong-320');
    await theirs.getByRole('button', { name: 'English' }).click();
    await theirs.getByRole('heading', { name: 'Questions about your health' }).waitFor();
    assert.equal(await theirs.getByLabel('What is your blood pressure?').inputValue(), '1350/85', 'nothing is lost on the way back');
    await theirs.getByRole('button', { name: 'Cymraeg' }).click();
    await theirs.getByLabel('Beth yw eich pwysedd gwaed?').fill('135/85');
    await theirs.getByRole('button', { name: 'Anfon fy atebion' }).click();
    await theirs.getByRole('heading', { name: 'Diolch' }).waitFor();
    await theirs.getByText('Mae nyrs yn edrych ar bob ateb').waitFor();
    await shoot(theirs, 'questions-welsh-thanks-320');
    await theirs.goto(base + link);
    await theirs.getByRole('link', { name: 'Cymraeg' }).click();
    await theirs.getByText('ffoniwch eich meddygfa').waitFor();
    await context.close();
    assert.deepEqual(wrong.filter((one) => !one.includes('404')), []);
  });

  test('a browser that asks for Welsh is shown it', async () => {
    const { browser } = given();
    await ask();
    const context = await browser.newContext({ viewport: narrow, ignoreHTTPSErrors: true, locale: 'cy' });
    const { page: theirs } = await openPage(context);
    await theirs.goto(base + link);
    await theirs.getByRole('heading', { name: 'Cwestiynau am eich iechyd' }).waitFor();
    await context.close();
  });

  test('every page behind a link is accessible and fits', async () => {
    const { browser } = given();
    await ask();
    const answer = async (page) => {
      await page.getByLabel('I smoke', { exact: true }).check();
      await page.getByRole('button', { name: 'Send my answers' }).click();
      await page.getByText('There are a few more questions below').waitFor();
    };
    await checkAs(browser, link, 'questions');
    await checkAs(browser, link, 'questions-more', answer);
    await checkAs(browser, link, 'questions-wrong', async (page) => {
      await answer(page);
      await page.getByLabel('What is your blood pressure?').fill('a lot');
      await page.getByRole('button', { name: 'Send my answers' }).click();
      await page.getByRole('alert').getByRole('link').first().waitFor();
    }, 'Error: Questions about your health');
    await checkAs(browser, `/q/${practice}/${'B'.repeat(24)}`, 'questions-no-link', undefined, 'This link can’t be opened');
    await checkAs(browser, `${link}?language=cy`, 'questions-welsh', async (page) => {
      await page.getByLabel('Dydw i erioed wedi ysmygu').check();
      await page.getByRole('button', { name: 'Anfon fy atebion' }).click();
      await page.getByText('ychydig mwy o gwestiynau').waitFor();
    }, 'Cwestiynau am eich iechyd');
  });

  test('a dangerous value names help at once and is urgent for staff', async () => {
    const { browser, page } = given();
    const { context, page: theirs } = await phone(browser, narrow);
    await theirs.goto(base + link);
    await theirs.getByLabel('I have never smoked').check();
    await theirs.getByRole('button', { name: 'Send my answers' }).click();
    await theirs.getByLabel('What is your blood pressure?').fill('195/125');
    await theirs.getByRole('button', { name: 'Send my answers' }).click();
    await theirs.getByRole('alert').getByText('999').waitFor();
    await shoot(theirs, 'questions-urgent-320');
    await context.close();
    const urgent = await page.evaluate(async (practice) => (await (await fetch(`/api/v1/staff-items?practice=${practice}`)).json()), practice);
    assert.ok(urgent['staff_items'].some((one) => one.urgent && JSON.stringify(one).includes('health-check')), JSON.stringify(urgent).slice(0, 600));
  });
}
