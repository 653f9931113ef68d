// The ops dashboard in headless Chromium against a running broker with simulators behind it. Nothing is faked here.
//   BASE_URL     the broker's address, e.g. https://127.0.0.1:8443
//   SIGN_IN_URL  its one-time sign-in link (used up by this run)
//   SHOTS        folder for screenshots; none are taken without it
//   DRAINED=1    the demo's day is over: figures are not expected to move
// Start it while the demo plays: the tests wait for figures to change.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { base, checkPage, figure, launch, narrow, openContext, openPage, settled, shoot, signIn, sign_in_url, visit, wait_ms, wide } from './support.mjs';

const drained = process.env.DRAINED === '1';

describe('the ops dashboard', { skip: base === '' || sign_in_url === '' ? 'BASE_URL and SIGN_IN_URL are not set' : false, concurrency: 1 }, () => {
  let browser;
  let session;
  let context;
  let page;
  let wrong;
  let message_path;
  let practice_path;

  before(async () => {
    browser = await launch();
    context = await openContext(browser, wide);
    ({ page, wrong } = await openPage(context));
  });
  after(async () => {
    await browser?.close();
  });

  test('a stranger is asked to sign in and sees no figures', async () => {
    const stranger = await openContext(browser, wide);
    const { page: theirs } = await openPage(stranger);
    await theirs.goto(`${base}/ops/`);
    assert.ok(new URL(theirs.url()).pathname.startsWith('/sign-in'), theirs.url());
    assert.equal((await stranger.request.get(`${base}/api/v1/overview`)).status(), 401);
    // Some Chromiums ask for it from any page, and count a 404 as an error of that page.
    const icon = await stranger.request.get(`${base}/favicon.ico`);
    assert.equal(icon.headers()['content-type'], 'image/svg+xml');
    await stranger.close();
  });

  test('the one-time link signs in, once', async () => {
    await signIn(page);
    await settled(page);
    assert.match(await page.title(), /^Live overview/);
    session = await context.storageState();
    const second = await openContext(browser, wide);
    const { page: theirs } = await openPage(second);
    await theirs.goto(sign_in_url);
    const button = theirs.getByRole('button').first();
    if ((await button.count()) > 0) await button.click();
    await theirs.waitForLoadState();
    assert.ok(!new URL(theirs.url()).pathname.startsWith('/ops'), 'a used link opens nothing');
    await second.close();
    assert.deepEqual(wrong, []);
  });

  test('every page comes with the strict security policy', async () => {
    const answer = await context.request.get(`${base}/ops/`);
    const policy = answer.headers()['content-security-policy'] ?? '';
    for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "require-trusted-types-for 'script'", "frame-ancestors 'none'"])
      assert.ok(policy.includes(rule), `${rule} in ${policy}`);
    assert.ok(!policy.includes('unsafe'), policy);
  });

  test('an unsafe call without the token is refused', async () => {
    const answer = await context.request.post(`${base}/api/v1/sign-out`);
    assert.equal(answer.status(), 403);
    assert.equal((await context.request.get(`${base}/api/v1/me`)).status(), 200);
  });

  test('the demo’s figures move by themselves', async () => {
    await visit(page, '/ops/');
    const clock = () => page.locator('.app-bar__clock time').textContent();
    const first = await clock();
    await page.waitForFunction((was) => document.querySelector('.app-bar__clock time')?.textContent !== was, first);
    assert.ok((await figure(page, 'Accepted')) !== null);
    if (drained) return;
    const names = ['Accepted', 'Sent', 'Delivered', 'Replies', 'Filed'];
    const all = async () => (await Promise.all(names.map((name) => figure(page, name)))).join();
    const before_it = await all();
    const until = Date.now() + 3 * wait_ms;
    while ((await all()) === before_it) {
      assert.ok(Date.now() < until, `nothing moved: ${before_it}`);
      await page.waitForFunction((was) => document.querySelector('.app-bar__clock time')?.textContent !== was, await clock());
    }
    assert.deepEqual(wrong, []);
  });

  test('Pause holds the figures, Go on shows the newest', async () => {
    await visit(page, '/ops/');
    await page.getByRole('button', { name: 'Pause' }).click();
    const held = await page.locator('.app-bar__clock time').textContent();
    // Another tab shows that the feed itself goes on meanwhile.
    const { page: other } = await openPage(context);
    await visit(other, '/ops/');
    const theirs = await other.locator('.app-bar__clock time').textContent();
    await other.waitForFunction((was) => document.querySelector('.app-bar__clock time')?.textContent !== was, theirs);
    assert.equal(await page.locator('.app-bar__clock time').textContent(), held);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForFunction((was) => document.querySelector('.app-bar__clock time')?.textContent !== was, held);
    await other.close();
  });

  test('one message can be found and its whole life read', async () => {
    await visit(page, '/ops/messages?state=delivered');
    await page.locator('tbody tr').first().waitFor();
    const to = await page.evaluate(() => /…(\d{3})/.exec(document.querySelector('tbody tr')?.textContent ?? '')?.[1]);
    assert.ok(to, 'a row shows the last three digits');
    await page.getByLabel('Message or phone').fill(to);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(new RegExp(`q=${to}`));
    await settled(page);
    await page.locator('tbody tr').first().waitFor();
    const rows = await page.locator('tbody tr').allTextContents();
    // A message's id may begin with these digits too.
    assert.ok(rows.some((row) => row.includes(`…${to}`)) && rows.every((row) => row.includes(`…${to}`) || row.includes(`Message ${to}`)), rows.join('\n'));

    await page.locator('tbody tr th a').first().click();
    await page.waitForURL(/\/ops\/messages\/[0-9a-f-]{36}$/);
    await settled(page);
    message_path = new URL(page.url()).pathname;
    await page.locator('.app-timeline').waitFor();
    const events = await page.locator('.app-timeline .nhsuk-tag').allTextContents();
    for (const wanted of ['Accepted', 'Attempt', 'Sent', 'Receipt']) assert.ok(events.includes(wanted), `${wanted} in ${events}`);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the heading takes the focus');

    assert.equal(await page.locator('.app-words-said').count(), 0, 'the text is hidden');
    await page.getByLabel('Why do you need to see it?').fill('The patient phoned');
    await page.getByRole('button', { name: 'Show text and number' }).click();
    await page.locator('.app-words-said').waitFor();
    assert.ok(((await page.locator('.app-words-said').textContent()) ?? '').length > 10);
    await page.getByRole('button', { name: 'Hide text and number' }).click();
    assert.equal(await page.locator('.app-words-said').count(), 0);
    const kept = await page.evaluate(async () => (await (await fetch('/api/v1/audit?limit=5')).json()).audit);
    const views = kept.filter((one) => one.action === 'GET /api/v1/messages/{}');
    assert.equal(views.length, 1, 'one showing, one entry');
    assert.equal(views[0].reason, 'The patient phoned');
    assert.deepEqual(views[0].objects, [message_path.split('/').at(-1)]);

    await page.goBack();
    await page.waitForURL(new RegExp(`q=${to}`));
    await settled(page);
    assert.equal(await page.getByLabel('Message or phone').inputValue(), to, 'Back brings the search back');
    assert.deepEqual(wrong, []);
  });

  test('every column of the practices can be sorted by, and the URL says how', async () => {
    await visit(page, '/ops/practices');
    practice_path = await page.locator('tbody th a').first().getAttribute('href');
    const heads = await page.locator('thead a').allTextContents();
    assert.ok(heads.length >= 8);
    const rows = await page.locator('tbody tr').count();
    for (const head of heads) {
      await page.getByRole('columnheader', { name: head, exact: true }).getByRole('link').click();
      await page.locator('th[aria-sort="descending"]', { hasText: head }).waitFor();
      assert.match(page.url(), /sort=-/);
      assert.equal(await page.locator('tbody tr').count(), rows);
    }
    assert.deepEqual(wrong, []);
  });

  test('every page is accessible, clean and fits, wide and narrow', async (t) => {
    const pages = [
      ['overview', '/ops/'],
      ['practices', '/ops/practices'],
      ['practice', practice_path],
      ['messages', '/ops/messages'],
      ['message', message_path],
      ['replies', '/ops/replies'],
      ['staff-items', '/ops/staff-items'],
      ['connectors', '/ops/connectors'],
      ['providers', '/ops/providers'],
      ['actors', '/ops/actors'],
      ['alerts', '/ops/alerts'],
      ['queues', '/ops/queues'],
      ['parked', '/ops/parked'],
      ['rollout', '/ops/rollout'],
      ['callbacks', '/ops/callbacks'],
      ['api-keys', '/ops/api-keys?practice=A99001'],
      ['onboarding', '/ops/onboarding'],
      ['audit', '/ops/audit'],
      ['backups', '/ops/backups'],
      ['help', '/ops/help'],
      ['accessibility', '/ops/accessibility'],
      ['no-such-page', '/ops/nowhere'],
    ];
    for (const [width, viewport] of [['wide', wide], ['narrow', narrow]]) {
      const mine = await openContext(browser, viewport, session);
      const opened = await openPage(mine);
      for (const [name, path] of pages) {
        await t.test(`${name}, ${width}`, async () => {
          assert.ok(path, 'an earlier test found its address');
          await visit(opened.page, path);
          await shoot(opened.page, `${name}-${viewport.width}`);
          await checkPage(opened.page, `${name} ${width}`);
          assert.deepEqual(opened.wrong.splice(0), []);
        });
      }
      await mine.close();
    }
  });

  test('a connector is tested, by keyboard too, and the audit trail says who did', async () => {
    await visit(page, '/ops/connectors');
    const row = page.locator('tbody tr', { hasText: 'A99001' }).first();
    for (const head of ['Last good reading', 'Lag']) assert.ok(await page.getByRole('columnheader', { name: head }).count(), head);
    assert.match((await row.textContent()) ?? '', /Up.*SystmOne/);
    const button = row.getByRole('button', { name: /^Test connection of Demo Surgery/ });
    await button.focus();
    await page.keyboard.press('Enter');
    await row.getByText(/^It works: .* in \d+ ms\.$/).waitFor();
    assert.ok(await button.evaluate((node) => node === document.activeElement), 'the button keeps its focus');
    await shoot(page, 'connector-tested');
    await checkPage(page, 'a tested connector');
    await visit(page, '/ops/audit');
    await page.getByText('Tested a practice’s connector').first().waitFor();
    assert.deepEqual(wrong.splice(0), []);
  });

  test('an alert is acknowledged with a note, by keyboard too, and that is on record', async () => {
    await visit(page, '/ops/alerts');
    const row = page.locator('tbody tr', { hasText: 'certificate ends in' }).first(); // the demo's own is never good for long
    await row.getByRole('button', { name: /^Acknowledge ?: The endpoint/ }).focus();
    await page.keyboard.press('Enter');
    await row.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await row.getByText('Say who does what about it.').waitFor();
    await row.getByLabel('Who does what about it').fill('I <i>renew</i> it');
    await page.keyboard.press('Enter');
    await row.getByText('I <i>renew</i> it').waitFor();
    await checkPage(page, 'an acknowledged alert');
    await shoot(page, 'alert-acknowledged');
    await visit(page, '/ops/audit');
    await page.getByText('Acknowledged an alert').first().waitFor();
    assert.deepEqual(wrong.splice(0), []);
  });

  test('a practice’s sending is paused with its reason, by keyboard too, and goes on', async () => {
    await visit(page, '/ops/queues');
    const row = page.locator('tbody tr', { hasText: 'A99001' }).first();
    await row.getByRole('button', { name: /^Pause ?: sending of/ }).focus();
    await page.keyboard.press('Enter');
    await row.getByText(/wait(s)? now, and everything asked for from here on waits with/).waitFor();
    await row.getByRole('button', { name: 'Yes, pause it' }).click();
    await row.getByText('Say why: others will ask.').waitFor();
    await row.getByLabel('Why').fill('a test <b>of</b> pauses');
    await page.keyboard.press('Enter');
    await row.getByText('a test <b>of</b> pauses').waitFor();
    await checkPage(page, 'a paused practice');
    await shoot(page, 'queues-paused');
    await visit(page, '/ops/practices/A99001');
    await page.getByText('Sending is paused').first().waitFor();
    await visit(page, '/ops/queues');
    await row.getByRole('button', { name: /^Let it go on ?: sending of/ }).click();
    await row.getByRole('button', { name: 'Yes, let it go on' }).click();
    await row.getByRole('button', { name: /^Pause ?: sending of/ }).waitFor();
    await visit(page, '/ops/audit');
    await page.getByText('Stopped a practice’s sending, or let it go on').first().waitFor();
    assert.deepEqual(wrong.splice(0), []);
  });

  test('a program’s key is made, shown once and revoked, by keyboard too', async () => {
    await visit(page, '/ops/api-keys?practice=A99001');
    await page.getByLabel('Name').fill('browser-test');
    await page.keyboard.press('Enter');
    await page.getByText('The key browser-test is in force.').waitFor();
    assert.match((await page.locator('code').textContent()) ?? '', /^browser-test-[0-9a-f-]{36}-[0-9a-f-]{36}$/);
    await checkPage(page, 'a key that was made');
    await shoot(page, 'api-key-made');
    await visit(page, '/ops/api-keys?practice=A99001');
    assert.equal(await page.locator('code').count(), 0, 'it is shown once');
    const row = page.locator('tbody tr', { hasText: 'browser-test' });
    await row.getByRole('button', { name: /^Revoke/ }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await row.getByText('Revoked by').waitFor();
    await visit(page, '/ops/audit');
    await page.getByText('Revoked a program’s key').first().waitFor();
    assert.deepEqual(wrong.splice(0), []);
  });

  test('a cell of the roll-out board is changed and stays so', async () => {
    await visit(page, '/ops/rollout');
    const row = page.locator('tbody tr', { hasText: 'A99001' }).first();
    await row.getByRole('button', { name: 'Change Smart at A99001' }).click();
    await row.getByLabel('State').selectOption('planned');
    await row.getByRole('button', { name: 'Keep' }).click();
    await row.getByText('what is planned has a date').waitFor();
    assert.match(wrong.splice(0).join(), /^[^,]*\/ops\/rollout: [^,]*status of 400[^,]*$/, 'refused, and nothing else');
    await row.getByLabel('Planned for').fill('2027-04-30');
    await row.getByLabel('Who sees to it').fill('Sam');
    await checkPage(page, 'a cell being changed');
    await row.getByRole('button', { name: 'Keep' }).click();
    await row.getByText('30 Apr 2027').waitFor();
    await visit(page, '/ops/rollout?q=sam');
    await row.getByText('30 Apr 2027').waitFor();
    await shoot(page, 'rollout-planned');
    const csv = await (await context.request.get(`${base}/api/v1/rollout/csv`)).text();
    assert.match(csv, /A99001,[^\r\n]*smart,planned,2027-04-30,"Sam",""/);
    assert.deepEqual(wrong.splice(0), []);
  });

  test('the keyboard alone gets everywhere', async () => {
    await visit(page, '/ops/');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to main content');
    await page.keyboard.press('Enter');
    const seen = [];
    let reached = false;
    for (let i = 0; i < 80 && !reached; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const node = document.activeElement;
        return { text: node?.textContent?.slice(0, 40), main: node?.closest('main') !== null, table: node?.closest('tbody') !== null };
      });
      seen.push(at.text);
      if (i === 0) assert.ok(at.main, 'the skip link skips the menu');
      reached = at.table;
    }
    assert.ok(reached, `Tab never came to the table: ${seen.join(' | ')}`);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/ops\/practices\/[A-Z0-9]+$/);
    await settled(page);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  });

  test('at 320 px the menu folds, opens with Enter and closes with Escape', async () => {
    const small = await openContext(browser, narrow, session);
    const { page: theirs, wrong: problems } = await openPage(small);
    await visit(theirs, '/ops/');
    const more = theirs.locator('#toggle-menu');
    await more.focus();
    await theirs.keyboard.press('Enter');
    assert.equal(await more.getAttribute('aria-expanded'), 'true');
    await theirs.keyboard.press('Escape');
    assert.equal(await more.getAttribute('aria-expanded'), 'false');
    await theirs.keyboard.press('Enter');
    await theirs.getByRole('link', { name: 'Providers', exact: true }).click();
    await theirs.waitForURL(/\/ops\/providers$/);
    await settled(theirs);
    assert.deepEqual(problems, []);
    await small.close();
  });

  test('eight tabs of one browser are live at once', async () => {
    const many = await openContext(browser, wide, session);
    for (let i = 0; i < 8; i++) {
      const { page: theirs } = await openPage(many);
      await visit(theirs, '/ops/');
      const first = await theirs.locator('.app-bar__clock time').textContent();
      await theirs.waitForFunction((was) => document.querySelector('.app-bar__clock time')?.textContent !== was, first);
    }
    await many.close();
  });

  test('a message that is not there is said to be missing', async () => {
    const { page: theirs } = await openPage(context);
    await theirs.goto(`${base}/ops/messages/00000000-0000-4000-8000-000000000000`);
    await theirs.getByText('Not found: this message').waitFor();
    await checkPage(theirs, 'missing message');
    await theirs.close();
  });

  test('a practice is brought in from the browser: checked, compared, examined, applied', async () => {
    await visit(page, '/ops/onboarding');
    const file = page.getByLabel('Or paste it');
    await file.fill('code: A99050\nname: Hill <b>Surgery</b>\nsms_route: [firetxt]\n');
    await page.getByRole('button', { name: 'Check the file' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('did you mean `firetext`?').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Put it in force' }).count(), 0);
    await checkPage(page, 'a file with errors');
    await shoot(page, 'onboarding-errors');
    await file.fill(`code: A99050
name: Hill <b>Surgery</b>
sender: 01632 960950
reply_numbers: [01632 960950]
sms_route: [firetext]
connector:
  systmone: {port: 1, api_key: "made-up-for-a-test"}
`);
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByText('has no errors').waitFor();
    await page.getByText('This practice is new here: 7 lines.').waitFor();
    assert.equal(await page.locator('.app-diff', { hasText: 'made-up' }).count(), 0, 'no secret is shown');
    await page.getByRole('button', { name: 'Look', exact: true }).click();
    await page.getByRole('heading', { name: '3. Can' }).locator('xpath=ancestor::section').locator('tbody tr').first().waitFor();
    await checkPage(page, 'a file that may be applied');
    await shoot(page, 'onboarding-checked');
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await page.getByRole('button', { name: 'Yes, put it in force' }).click();
    await page.getByText('is in force within five seconds').waitFor();
    await page.getByRole('link', { name: 'A99050' }).first().click();
    await page.getByRole('heading', { name: /Hill <b>Surgery<\/b>/ }).first().waitFor();
    await visit(page, '/ops/audit');
    await page.getByText('Put a practice’s file in force').first().waitFor();
    // Until the folder has been looked at the practice isn't there, and the page asks again.
    assert.deepEqual(wrong.splice(0).filter((one) => !(one.includes('A99050') && one.includes('404'))), []);
  });

  test('signing out in one tab is seen in the other', async () => {
    const { page: other } = await openPage(context);
    await visit(other, '/ops/');
    await visit(page, '/ops/');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    await other.locator('.app-notice', { hasText: 'Sign in again' }).waitFor();
    await checkPage(other, 'signed out');
    await shoot(other, 'signed-out-1360');
    await other.close();
  });
});
