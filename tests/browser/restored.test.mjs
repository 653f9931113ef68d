// A broker that was started on a restored backup, in headless Chromium: who looks at it is told that nothing is sent and why,
// nothing is, and what staff wrote meanwhile goes once when an operator has released it.
//   BASE_URL, SIGN_IN_URL, PROVIDER_URL, SHOTS  as in inbox.test.mjs
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { reachable, sent, sentTimes } from './sending.mjs';
import { base, checkPage, launch, narrow, openContext, openPage, provider_url, settled, shoot, signIn, sign_in_url, visit, wide } from './support.mjs';

const practice = 'A99001';
const words = 'please ring us after the restore';
const banner = (page) => page.getByRole('region', { name: 'Nothing is sent' });

const ready = base !== '' && sign_in_url !== '' && provider_url !== '';
describe('a broker restored from a backup', { skip: ready ? false : 'BASE_URL, SIGN_IN_URL and PROVIDER_URL are not set', concurrency: 1 }, () => {
  let browser, page, wrong, who;

  before(async () => {
    browser = await launch();
    ({ page, wrong } = await openPage(await openContext(browser, wide)));
    await signIn(page);
    await visit(page, `/app/send?practice=${practice}`);
    who = await reachable(page, practice);
  });
  after(() => browser?.close());

  test('the overview, the practice’s page and the backups say that nothing is sent', async () => {
    await visit(page, '/ops/');
    await page.locator('main a', { hasText: 'restored from a backup' }).first().waitFor();
    assert.equal(await page.getByText('All is well').count(), 0);
    await checkPage(page, 'overview, restored');
    await shoot(page, 'restored-overview-1360');
    await visit(page, `/ops/practices/${practice}`);
    await page.getByText('Restored from a backup: nothing is sent').waitFor();
    await checkPage(page, 'practice, restored');
    await shoot(page, 'restored-practice-1360');
    await page.getByRole('link', { name: 'See the restore' }).click();
    await page.waitForURL(/\/ops\/backups/);
    await settled(page);
    await page.getByText('Waiting for release').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Make a backup now' }).count(), 0, 'it would stand beside the one it came from');
    await checkPage(page, 'backups, restored');
    await shoot(page, 'restored-backups-1360');
    assert.deepEqual(wrong.splice(0), []);
  });

  test('staff are told on every page, and what they write waits', async () => {
    for (const path of ['/app/', '/app/inbox', '/app/send', '/app/patients', '/app/reports', '/app/templates', '/app/settings']) {
      await visit(page, `${path}?practice=${practice}`);
      await banner(page).getByText(`Nothing is sent for ${practice}.`).waitFor();
    }
    await visit(page, `/app/send?practice=${practice}&patient=${who.id}`);
    await page.getByLabel('Your message').fill(`Demo Surgery: ${words}.`);
    await page.getByRole('button', { name: 'Go on and check it' }).click();
    await page.route('**/cancel?*', (route) => route.abort(), { times: 1 });
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('status').filter({ hasText: 'It could not be taken back.' }).waitFor();
    await page.getByText('left to take it back').waitFor(); // and may be tried again
    await page.getByRole('status').filter({ hasText: 'It has not gone yet' }).waitFor(); // though its ten seconds are over
    await page.getByRole('button', { name: 'Take it back' }).waitFor();
    await checkPage(page, 'sent, restored');
    await shoot(page, 'restored-sent-1360');
    await page.setViewportSize(narrow);
    await visit(page, `/app/?practice=${practice}`);
    await banner(page).waitFor();
    await checkPage(page, 'today, restored, 320 px');
    await shoot(page, 'restored-today-320');
    await page.setViewportSize(wide);
    assert.equal((await sent(words)).length, 0, 'nothing goes before the release');
    assert.deepEqual(wrong.splice(0).filter((one) => !(one.includes('ERR_FAILED') && one.includes('/cancel'))), []);
  });

  test('an operator releases it, after a question, and what waited goes once', async () => {
    await visit(page, '/ops/backups');
    await page.getByRole('button', { name: /^Release all practices/ }).click();
    await page.getByText('Is the old broker off?').waitFor();
    await page.getByRole('button', { name: 'Yes, release all practices' }).click();
    await sentTimes(words, 1);
    await page.getByText('Restored from a backup: nothing is sent').waitFor({ state: 'detached' });
    await visit(page, '/ops/');
    assert.equal(await page.locator('main a', { hasText: 'restored from a backup' }).count(), 0);
    await visit(page, `/app/?practice=${practice}`);
    assert.equal(await banner(page).count(), 0);
    assert.equal((await sent(words)).length, 1);
    assert.deepEqual(wrong.splice(0), []);
  });
});
