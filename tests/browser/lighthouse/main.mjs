// Lighthouse over the first pages of a running broker, by hand: a busy machine makes its figures of speed worthless.
//
//   BASE_URL=https://… SIGN_IN_URL=https://…/sign-in?token=… node main.mjs [FOLDER for the reports]
//
// Uses the sign-in link up. Each column of each page must reach 95; ends with 1 when one doesn't.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';

const wanted = 95;
const skipAudits = ['is-crawlable']; // no search engine is to list any of these pages: their headers say so
const base = (process.env.BASE_URL ?? '').replace(/\/$/, '');
const [folder] = process.argv.slice(2);
if (!base || !process.env.SIGN_IN_URL) {
  console.error('BASE_URL and SIGN_IN_URL must be set, see README.md');
  process.exit(2);
}
const pages = [['sign-in', '/sign-in', false], ['overview', '/ops/', true], ['today', '/app/today?practice=A99001', true], ['inbox', '/app/inbox?practice=A99001', true], ['conversation', latestConversation, true], ['audit', '/app/audit?practice=A99001', true], ['send', '/app/send', true], ['alerts', '/ops/alerts', true], ['bring in a practice', '/ops/onboarding', true]];

const browser = await puppeteer.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--ignore-certificate-errors'],
});
let low = 0;
/** Somebody has to have written: the demo's patients do. */
async function latestConversation() {
  const page = await browser.newPage();
  await page.goto(`${base}/app/inbox`);
  const [one] = await page.evaluate(async () => (await (await fetch('/api/v1/conversations?practice=A99001&limit=1')).json()).conversations);
  await page.close();
  return `/app/inbox/${one.practice}/${one.id}`;
}
try {
  for (const [name, given, signed_in] of pages) {
    if (signed_in && !browser.signed_in) {
      const page = await browser.newPage();
      await page.goto(process.env.SIGN_IN_URL);
      await Promise.all([page.waitForNavigation(), page.click('button')]);
      await page.close();
      browser.signed_in = true;
    }
    const path = typeof given === 'string' ? given : await given();
    const page = await browser.newPage();
    const { lhr, report } = await lighthouse(base + path, { output: 'html', logLevel: 'error', disableStorageReset: true, skipAudits }, desktopConfig, page);
    const scores = Object.values(lhr.categories).map((one) => [one.title, Math.round((one.score ?? 0) * 100)]);
    low += scores.filter(([, score]) => score < wanted).length;
    console.log(`${name}: ${scores.map(([title, score]) => `${title} ${score}`).join(', ')}`);
    for (const one of Object.values(lhr.audits))
      if (one.score !== null && one.score < 0.9 && one.scoreDisplayMode !== 'informative') console.log(`  ${one.id}: ${one.displayValue ?? one.title}`);
    if (folder) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name.replaceAll(' ', '-')}.html`), report);
    }
    await page.close();
  }
} finally {
  await browser.close();
}
console.log(low === 0 ? `every column reaches ${wanted}` : `${low} columns are below ${wanted}`);
process.exit(low === 0 ? 0 : 1);
