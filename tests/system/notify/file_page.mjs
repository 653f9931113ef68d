// What a reader does with the link of a file in an e-mail: on a phone, without script, by keyboard. Started by main.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { checkPage, launch, narrow, openContext, openPage, shoot, wide } from '../../browser/support.mjs';

const { NotifyClient } = createRequire(import.meta.url)('notifications-node-client');
const keys = JSON.parse(process.env.KEYS);
const client = new NotifyClient(process.env.NOTIFY_API_URL, keys.A99001_normal);
const title = 'You have a file to download';
const surgery = 'Demo Surgery 1';
let browser;
let link;

before(async () => {
  browser = await launch();
  const mail = (await client.getAllTemplates('email')).data.templates.find((one) => one.name === 'A mail with a file');
  const documents = client.prepareUpload(Buffer.from('%PDF-1.5 a letter'), { filename: 'your letter <b>.pdf' });
  const { data } = await client.sendEmail(mail.id, 'foo@example.org', { personalisation: { documents } });
  [link] = /https:\S+/.exec(data.content.body);
});
after(() => browser?.close());

test('the page behind the link is accessible and fits, with and without an error', async () => {
  for (const viewport of [wide, narrow]) {
    const context = await openContext(browser, viewport);
    const { page, wrong } = await openPage(context);
    await page.goto(link);
    await checkPage(page, `file, ${viewport.width}`, `${title} - ${surgery}`);
    await shoot(page, `file-${viewport.width}`);
    await page.getByLabel('Your e-mail address').fill('bar@example.org');
    await page.getByRole('button', { name: 'Download the file' }).click();
    await page.getByRole('alert').getByRole('link').waitFor();
    await checkPage(page, `file-wrong, ${viewport.width}`, `Error: ${title} - ${surgery}`);
    await shoot(page, `file-wrong-${viewport.width}`);
    assert.equal(await page.getByLabel('Your e-mail address').getAttribute('aria-invalid'), 'true');
    await page.goto(`${link}x`);
    await checkPage(page, `file-no-link, ${viewport.width}`, 'This link can’t be opened - Your GP practice');
    await shoot(page, `file-no-link-${viewport.width}`);
    assert.deepEqual(wrong.filter((one) => !/status of (403|404)/.test(one)), []);
    await context.close();
  }
});

test('a phone without script saves the file under its name', async () => {
  const context = await browser.newContext({ viewport: narrow, ignoreHTTPSErrors: true, javaScriptEnabled: false });
  const { page } = await openPage(context);
  await page.goto(link);
  assert.equal(await page.locator('strong').innerText(), 'your letter <b>.pdf', 'a name is no markup');
  assert.match(await page.locator('main').innerText(), /until \w+ \d+ \w+ 20\d\d\./);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Foo@example.org');
  const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.equal(readFileSync(await saved.path(), 'utf8'), '%PDF-1.5 a letter');
  assert.match(saved.suggestedFilename(), /^your letter .b.\.pdf$/);
  await context.close();
});
