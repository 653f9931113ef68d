// The staff's pages in headless Chromium against a running broker with simulators behind it. Nothing is faked here:
// patients text by way of the provider's simulator, and what staff answer is looked for in its ledger.
//   BASE_URL, SIGN_IN_URL, SHOTS  as in dashboard.test.mjs
//   PROVIDER_URL                  the FireText simulator's control pages
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { base, checkPage, launch, narrow, openContext, openPage, provider_url, settled, shoot, signIn, sign_in_url, visit, wait_ms, wide } from './support.mjs';

const practice = 'A99001';
const to = '447700900999'; // the reply number that the demo gives its first practice
const patient = '447700900821';
const hostile = `<script>document.title='owned'</script><img src=x onerror="document.title='owned'"> is it at 9?`;

/** A patient texts the practice. */
async function texts(from, text) {
  const answer = await fetch(`${provider_url}/reply`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ from, to, text }) });
  assert.ok(answer.ok, `the simulator took the reply: ${answer.status}`);
}
/** What the provider was given for this number. */
async function sentTo(number) {
  const ledger = await (await fetch(`${provider_url}/ledger`)).json();
  return ledger.messages.filter((one) => JSON.stringify(one).includes(number)).map((one) => JSON.stringify(one));
}
const timesSent = async (words) => (await sentTo(patient)).filter((one) => one.includes(words)).length;

/** Half of the time after which a page asks by itself: what shows sooner was told by the feed. */
const by_the_feed_ms = 5_000;

/** Tab until the element is reached: nothing here is clicked. */
async function tabTo(page, what, reached, tabs_max = 80) {
  for (let i = 0; i < tabs_max; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(reached)) return;
  }
  assert.fail(`Tab never came to ${what}`);
}

const ready = base !== '' && sign_in_url !== '' && provider_url !== '';
describe('the staff’s inbox', { skip: ready ? false : 'BASE_URL, SIGN_IN_URL and PROVIDER_URL are not set', concurrency: 1 }, () => {
  let browser, session, context, page, wrong, path;

  before(async () => {
    browser = await launch();
    context = await openContext(browser, wide);
    ({ page, wrong } = await openPage(context));
  });
  after(async () => {
    await browser?.close();
  });

  test('a stranger is asked to sign in', async () => {
    const stranger = await openContext(browser, wide);
    const { page: theirs } = await openPage(stranger);
    await theirs.goto(`${base}/app/inbox`);
    assert.ok(new URL(theirs.url()).pathname.startsWith('/sign-in'), theirs.url());
    assert.equal((await stranger.request.get(`${base}/api/v1/conversations`)).status(), 401);
    await stranger.close();
  });

  test('staff choose a practice and see that nothing is there yet', async () => {
    await signIn(page);
    session = await context.storageState();
    await visit(page, '/app/inbox');
    await page.getByRole('heading', { name: 'Choose a practice' }).waitFor();
    await checkPage(page, 'no practice chosen');
    await page.getByLabel('Practice').selectOption(practice);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(new RegExp(`practice=${practice}`));
    await page.getByRole('link', { name: 'Done', exact: true }).click();
    await page.getByText('Nothing is done yet').waitFor();
    await page.getByRole('link', { name: 'Mine', exact: true }).click();
    await page.getByText('Nothing is assigned to you').waitFor();
    await checkPage(page, 'empty');
    await shoot(page, 'inbox-empty-1360');
    assert.deepEqual(wrong, []);
  });

  test('what a patient texts appears by itself', async () => {
    await visit(page, `/app/inbox?practice=${practice}`);
    await texts(patient, hostile);
    await page.getByRole('link', { name: 'Number ending 821' }).waitFor();
    assert.ok(!(await page.textContent('main')).includes('is it at 9'), 'the list shows no words');
    assert.deepEqual(wrong, []);
  });

  test('the keyboard alone opens it, answers and takes the answer back; another tab sees all of it', async () => {
    await visit(page, `/app/inbox?practice=${practice}`);
    await page.getByRole('link', { name: 'Number ending 821' }).waitFor();
    await tabTo(page, 'the conversation', () => document.activeElement?.textContent === 'Number ending 821');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/app\/inbox\/A99001\/[\w-]+$/);
    await settled(page);
    path = new URL(page.url()).pathname;
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the heading takes the focus');
    await page.locator('.app-talk__words', { hasText: 'is it at 9?' }).waitFor();

    const { page: other, wrong: theirs } = await openPage(context);
    await visit(other, path);
    await other.locator('.app-talk__words', { hasText: 'is it at 9?' }).waitFor();

    await tabTo(page, 'the box', () => document.activeElement?.id === 'answer');
    await page.keyboard.type('Demo Surgery: It is at ten.');
    await page.getByText('27 characters, 1 text message to pay for.').waitFor();
    await tabTo(page, 'the button', () => document.activeElement?.textContent === 'Send answer', 3);
    await page.keyboard.press('Enter');
    for (const one of [page, other]) await one.locator('.app-held', { hasText: 'Not sent yet' }).waitFor();
    await other.locator('.app-talk__said--out', { hasText: 'It is at ten.' }).waitFor();
    await page.keyboard.press('Shift+Tab'); // out of the button, and up to what was said above the box
    for (let i = 0; i < 6 && (await page.evaluate(() => document.activeElement?.textContent)) !== 'Take it back'; i++) await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Taken back. It was not sent').waitFor();
    for (const one of [page, other]) await one.locator('.app-talk__said--out', { hasText: 'Cancelled' }).waitFor();
    assert.equal(await page.getByLabel('Your answer').inputValue(), 'Demo Surgery: It is at ten.', 'the words are back in the box');
    assert.equal(await other.locator('.app-held').count(), 0);
    await shoot(other, 'conversation-taken-back-1360');
    await other.close();
    assert.deepEqual([...wrong, ...theirs], []);
  });

  test('a conversation is filed only when its record is known', async () => {
    await page.getByRole('button', { name: 'File the conversation' }).click();
    await page.getByText('no patient has this number').waitFor();
    assert.deepEqual(wrong.splice(0).filter((one) => !one.includes('409')), []);
  });

  test('a script in a reply stays words, in the list, on the page and in the audit trail', async () => {
    await page.locator('.app-talk__words', { hasText: '<script>' }).waitFor();
    assert.notEqual(await page.title(), 'owned');
    assert.equal(await page.locator('main img, main script').count(), 0);
    const kept = await page.evaluate(async () => (await (await fetch('/api/v1/audit?limit=20')).json()).audit);
    const views = kept.filter((one) => one.action === 'GET /api/v1/conversations/{}');
    assert.ok(views.length > 0, 'each showing of words is in the audit trail');
    assert.deepEqual(views[0].objects, [path.split('/').at(-1)]);
  });

  test('an answer that found no broker stays in the box, and given again it goes once, even when the tab is closed', async () => {
    const { page: mine } = await openPage(context);
    await visit(mine, path);
    await mine.getByLabel('Your answer').fill('Demo Surgery: Please come at eleven.');
    // The broker takes it, and its word that it did is lost on the way.
    let lost = 0;
    await mine.route('**/answers?*', async (route) => {
      await route.fetch();
      lost++;
      await route.abort();
    }, { times: 1 });
    await mine.getByRole('button', { name: 'Send answer' }).click();
    await mine.getByText('It can’t be sent twice').waitFor();
    assert.equal(lost, 1);
    await checkPage(mine, 'answer failed');
    assert.equal(await mine.getByLabel('Your answer').inputValue(), 'Demo Surgery: Please come at eleven.');
    await mine.getByRole('button', { name: 'Send answer' }).click();
    await mine.waitForFunction(() => document.querySelector('#answer')?.value === '');
    await mine.close();
    await page.locator('.app-talk__said--out', { hasText: 'Delivered' }).filter({ hasText: 'eleven' }).waitFor();
    assert.equal(await timesSent('at eleven'), 1);
    assert.equal(await timesSent('at ten'), 0, 'what was taken back never went');
  });

  test('a ready-made answer is filled in and sent', async () => {
    await visit(page, path);
    await page.getByLabel('Ready-made answer').selectOption('ring-us');
    assert.match(await page.getByLabel('Your answer').inputValue(), /\(\(practice_phone\)\)/);
    await page.getByRole('button', { name: 'Send answer' }).click();
    await page.locator('.app-held').waitFor();
    await checkPage(page, 'held');
    await shoot(page, 'conversation-held-1360');
    await page.locator('.app-talk__words', { hasText: 'Demo Surgery 1: Please ring us on 01632 960001.' }).waitFor();
  });

  test('an empty answer and one that is too long are refused in words, beside the box', async () => {
    await visit(page, path);
    await page.getByRole('button', { name: 'Send answer' }).click();
    await page.getByText('Write an answer first.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'answer');
    await page.getByLabel('Your answer').fill('x'.repeat(919));
    await page.getByText('That is 1 too many.').waitFor();
    await page.getByRole('button', { name: 'Send answer' }).click();
    await page.getByText('Shorten the answer').waitFor();
    await checkPage(page, 'refused');
    await page.getByLabel('Your answer').fill('');
  });

  test('it is taken, noted and done, and another tab sees it at once; a new reply makes it unread again', async () => {
    await visit(page, path);
    const { page: list } = await openPage(context);
    await visit(list, `/app/inbox?practice=${practice}&show=done`);
    await list.getByText('Nothing is done yet').waitFor();
    const { page: other } = await openPage(context);
    await visit(other, path);
    await other.locator('.app-mover__who', { hasText: 'Nobody has taken it' }).waitFor();
    await page.getByRole('button', { name: 'Assign to me' }).click();
    await other.locator('.app-mover__who', { hasText: 'you (' }).waitFor({ timeout: by_the_feed_ms });
    await page.locator('.app-mover__who', { hasText: 'you (' }).waitFor();
    await page.getByRole('textbox', { name: 'Note', exact: true }).fill('Rang her <b>back</b>');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await page.locator('.app-talk__said--note', { hasText: 'Rang her <b>back</b>' }).waitFor();
    await page.getByRole('button', { name: 'Mark as done' }).click();
    await page.locator('.app-title .nhsuk-tag', { hasText: 'Done' }).waitFor();
    await other.locator('.app-title .nhsuk-tag', { hasText: 'Done' }).waitFor({ timeout: by_the_feed_ms });
    await other.close();
    await list.getByRole('link', { name: 'Number ending 821' }).waitFor({ timeout: by_the_feed_ms });
    await visit(list, `/app/inbox?practice=${practice}&show=mine`);
    await list.getByRole('link', { name: 'Number ending 821' }).waitFor();
    await visit(list, `/app/inbox?practice=${practice}&show=done`);
    await texts(patient, 'can someone call me please');
    await list.getByRole('link', { name: 'Number ending 821' }).waitFor({ state: 'detached' });
    await page.locator('.app-talk__words', { hasText: 'can someone call me please' }).waitFor();
    await page.locator('.app-title .nhsuk-tag', { hasText: 'Unread' }).waitFor();
    await list.close();
    assert.deepEqual(wrong.filter((one) => !one.includes('ERR_FAILED')), []);
  });

  test('an answer on paper is counted for the Friends and Family Test and comes out as CSV', async () => {
    await visit(page, `/app/fft?practice=${practice}`);
    await page.getByText('No answers in this month').waitFor();
    await checkPage(page, 'no answers');
    await shoot(page, 'fft-empty-1360');
    await page.getByRole('button', { name: 'Count this answer' }).click();
    await page.getByText('Choose an answer.').waitFor();
    for (const answer of ['Very good', 'Very good', 'Poor']) {
      await page.getByRole('radio', { name: answer, exact: true }).check();
      await page.getByRole('button', { name: 'Count this answer' }).click();
      await page.getByText('Counted.').waitFor();
    }
    await page.locator('.app-bars li', { hasText: 'Very good' }).filter({ hasText: '2 (66.7%)' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    const stream = await (await download).createReadStream();
    let csv = '';
    for await (const part of stream) csv += part;
    assert.match(csv, /^Practice code,Month,Collection method,Very good/);
    assert.match(csv, /A99001,\d{4}-\d{2},paper,2,0,0,1,0,0,3/);
  });

  test('a conversation that is not there is said to be missing', async () => {
    const { page: theirs } = await openPage(context);
    await theirs.goto(`${base}/app/inbox/${practice}/AAAAAAAAAAAAAAAAAAAA`);
    await theirs.getByText('Not found: this conversation').waitFor();
    await checkPage(theirs, 'missing conversation');
    await theirs.close();
  });

  test('every page is accessible, clean and fits, wide and narrow', async (t) => {
    const pages = [
      ['inbox', `/app/inbox?practice=${practice}`],
      ['inbox-read', `/app/inbox?practice=${practice}&show=read`],
      ['conversation', path],
      ['fft', `/app/fft?practice=${practice}`],
      ['records', `/app/data-quality?practice=${practice}&problem=landline`],
      ['support', `/app/support?practice=${practice}`],
      ['no-such-page', '/app/nowhere'],
    ];
    for (const [width, viewport] of [['wide', wide], ['narrow', narrow]]) {
      const mine = await openContext(browser, viewport, session);
      const opened = await openPage(mine);
      for (const [name, address] of pages) {
        await t.test(`${name}, ${width}`, async () => {
          assert.ok(address, 'an earlier test found its address');
          await visit(opened.page, address);
          if (name === 'conversation') await opened.page.locator('.app-talk__words').first().waitFor();
          await shoot(opened.page, `${name}-${viewport.width}`);
          await checkPage(opened.page, `${name} ${width}`);
          assert.deepEqual(opened.wrong.splice(0), []);
        });
      }
      await mine.close();
    }
  });

  test('without a connection the page says so, keeps what it has, and goes on when it is back', async () => {
    await visit(page, path);
    await page.getByLabel('Your answer').fill('half an answer');
    await page.route('**/api/v1/conversations/**', (route) => route.abort());
    await page.getByText('Can’t show this conversation now').waitFor();
    await page.getByText('What you see below is from before.').waitFor();
    await checkPage(page, 'cut off');
    await shoot(page, 'conversation-cut-off-1360');
    await page.unroute('**/api/v1/conversations/**');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByText('Can’t show this conversation now').waitFor({ state: 'detached', timeout: wait_ms });
    assert.equal(await page.getByLabel('Your answer').inputValue(), 'half an answer');
    await page.getByLabel('Your answer').fill('');
  });

  test('signed out, the words are gone and no more are given', async () => {
    await visit(page, path);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    assert.equal((await context.request.get(`${base}/api/v1/conversations/${path.split('/').at(-1)}?practice=${practice}`)).status(), 401);
  });
});
