// Patients, messages by hand, reports and what is in force: the staff's other pages in headless Chromium against a running
// broker with simulators behind it. What is sent is looked for in the provider's ledger.
//   BASE_URL, SIGN_IN_URL, PROVIDER_URL, SHOTS  as in inbox.test.mjs
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileTests, nameTests } from './names.mjs';
import { questionLinkTests } from './question_link.mjs';
import { sectionTests } from './sections.mjs';
import { post, reachable, sent, sentTimes } from './sending.mjs';
import { base, checkPage, launch, narrow, openContext, openPage, provider_url, settled, shoot, signIn, sign_in_url, visit, wait_ms, wide } from './support.mjs';
import { templateTests } from './templates.mjs';
import { todayTests } from './today.mjs';

const practice = 'A99001';
const hostile = `<script>document.title='owned'</script><img src=x onerror="document.title='owned'">`;

async function tabTo(page, what, reached, wanted, tabs_max = 80) {
  for (let i = 0; i < tabs_max; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(reached, wanted)) return;
  }
  assert.fail(`Tab never came to ${what}`);
}
const isText = (text) => (document.activeElement?.textContent ?? '').startsWith(text);

const ready = base !== '' && sign_in_url !== '' && provider_url !== '';
describe('the staff’s other pages', { skip: ready ? false : 'BASE_URL, SIGN_IN_URL and PROVIDER_URL are not set', concurrency: 1 }, () => {
  let browser, session, context, page, wrong, who;

  before(async () => {
    browser = await launch();
    context = await openContext(browser, wide);
    ({ page, wrong } = await openPage(context));
    await signIn(page);
    session = await context.storageState();
    await visit(page, `/app/send?practice=${practice}`);
    who = await reachable(page, practice);
  });
  after(async () => {
    await others?.close();
    await browser?.close();
  });

  test('the keyboard alone finds a patient, writes, checks, sends and takes it back', async () => {
    await visit(page, `/app/send?practice=${practice}`);
    await tabTo(page, 'the search', () => document.activeElement?.getAttribute('name') === 'words');
    await page.keyboard.type(who.surname);
    await page.keyboard.press('Enter');
    await page.getByText(/fits?\.$|narrow it down/).waitFor();
    assert.ok(!page.url().includes(who.surname), 'no name stands in an address');
    await checkPage(page, 'found');
    await shoot(page, 'send-found-1360');
    await tabTo(page, 'the patient', isText, `Choose ${who.name}`);
    await page.keyboard.press('Enter');
    await page.waitForURL(/patient=/);
    await settled(page);
    await page.getByLabel('Your message').waitFor();
    await tabTo(page, 'the box', () => document.activeElement?.id === 'message');
    await page.keyboard.type(`Demo Surgery: taken back ${hostile}`);
    await tabTo(page, 'the button', isText, 'Go on and check it', 5);
    await page.keyboard.press('Enter');
    await page.locator('.app-phone', { hasText: 'taken back' }).waitFor();
    assert.notEqual(await page.title(), 'owned');
    assert.equal(await page.locator('main img, main script').count(), 0);
    await checkPage(page, 'check');
    await shoot(page, 'send-check-1360');
    await tabTo(page, 'sending', isText, 'Send it', 5);
    await page.keyboard.press('Enter');
    await page.locator('.app-held', { hasText: 'Not sent yet' }).waitFor();
    await checkPage(page, 'held');
    await shoot(page, 'send-held-1360');
    await tabTo(page, 'taking it back', isText, 'Take it back', 5);
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Taken back. It was not sent.' }).waitFor();
    assert.deepEqual(wrong.splice(0), []);
  });

  test('a message whose acceptance was lost on the way goes once when it is sent again', async () => {
    await visit(page, `/app/send?practice=${practice}&patient=${who.id}`);
    await page.getByLabel('Your message').fill('Demo Surgery: please ring us once.');
    await page.getByRole('button', { name: 'Go on and check it' }).click();
    await page.getByRole('button', { name: 'Send it' }).waitFor();
    await page.route('**/api/v1/now-messages', async (route) => {
      await route.fetch();
      await route.abort();
    }, { times: 1 });
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.getByText('it can’t be sent twice').waitFor();
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.getByRole('status').filter({ hasText: 'On its way' }).waitFor();
    await sentTimes('please ring us once', 1);
    assert.equal((await sent('taken back')).length, 0, 'what was taken back never went');
    wrong.splice(0); // the request that was cut off
  });

  test('a template asks for what nobody knows, and a test of it names nobody', async () => {
    await visit(page, `/app/send?practice=${practice}&patient=${who.id}`);
    await page.getByLabel('Template').selectOption('appointment-reminder');
    await page.getByRole('button', { name: 'Go on and check it' }).click();
    await page.getByText('Fill in “clinician”.').waitFor();
    await checkPage(page, 'a field is missing');
    for (const field of ['clinician', 'appointment_date', 'appointment_time']) await page.getByLabel(field).fill(`the ${field}`);
    await page.getByRole('button', { name: 'Go on and check it' }).click();
    await page.locator('.app-phone', { hasText: 'the clinician' }).first().waitFor();
    await page.getByText('Try it on your own phone first').click();
    await page.getByRole('button', { name: 'Send a test to me' }).click();
    await page.getByText('Enter your mobile number.').waitFor();
    await page.getByLabel('Your mobile number').fill('07700 900555');
    await page.getByRole('button', { name: 'Send a test to me' }).click();
    await page.getByText('On its way to 07700 900555').waitFor();
    await checkPage(page, 'tested');
    await shoot(page, 'send-tested-1360');
    await sentTimes('TEST: Dear Sam', 1);
    assert.deepEqual(wrong.splice(0), []);
  });

  todayTests(() => ({ browser, session, page, wrong, post, tabTo }));
  const others = templateTests(() => ({ browser, session, page, wrong, who, post, tabTo }));
  sectionTests(() => ({ browser, session, page, wrong, post, tabTo, approve: others.approve }));
  questionLinkTests(() => ({ browser, page, who, post }));
  nameTests(() => ({ browser, session, page, wrong, who, post, tabTo }));

  test('the patient’s page has all of it, and a wish taken down there holds and is listed', async () => {
    await visit(page, `/app/patients/${who.id}?practice=${practice}`);
    await page.getByText('please ring us once').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show the words' }).click();
    await page.locator('.app-phone', { hasText: 'please ring us once' }).waitFor();
    await page.locator('.app-phone', { hasText: '<script>' }).waitFor();
    assert.notEqual(await page.title(), 'owned');
    await page.getByRole('button', { name: 'Take it down' }).click();
    await page.getByText('Choose how the patient told you.').waitFor();
    await page.getByLabel('How did they tell you?').selectOption('telephone');
    await page.getByRole('button', { name: 'Take it down' }).click();
    await page.getByText('Nothing: opted out of everything').waitFor();
    await checkPage(page, 'patient');
    await shoot(page, 'patient-1360');
    await visit(page, `/app/send?practice=${practice}&patient=${who.id}`);
    await page.getByText('would be refused: this number has opted out').waitFor();
    await visit(page, `/app/opt-outs?practice=${practice}`);
    await page.getByText('on the telephone').waitFor();
    const kept = await page.evaluate(async () => (await (await fetch('/api/v1/audit?limit=500')).json()).audit);
    for (const action of ['GET /api/v1/patients/{}', 'POST /api/v1/patient-searches', 'GET /api/v1/patients/{}/history'])
      assert.ok(kept.some((one) => one.action === action && one.objects.includes(who.id)), `${action} is in the audit trail with the patient`);
    assert.deepEqual(wrong.splice(0), []);
  });

  fileTests(() => ({ page, wrong }));

  test('a reply that is tried says what it would be taken for, and sends nothing', async () => {
    await visit(page, `/app/keywords?practice=${practice}`);
    await page.getByLabel('They were asked').selectOption('reminder');
    await page.getByLabel('And answer').fill('Please cancel');
    await page.getByRole('button', { name: 'What is it taken for?' }).click();
    await page.getByText('It acts by itself.').waitFor();
    await page.getByLabel('And answer').fill(hostile);
    await page.getByRole('button', { name: 'What is it taken for?' }).click();
    await page.getByText('A person reads it.').waitFor();
    assert.notEqual(await page.title(), 'owned');
    assert.deepEqual(wrong.splice(0), []);
  });

  test('a month’s report comes out as CSV too', async () => {
    await visit(page, `/app/reports?practice=${practice}`);
    await page.getByText('saved').first().waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    const stream = await (await download).createReadStream();
    let csv = '';
    for await (const part of stream) csv += part;
    assert.match(csv, /^Practice code,Month,What,Kind or reason/);
    assert.match(csv, /A99001,\d{4}-\d{2},messages,test,1,1,/);
  });

  test('every page is accessible, clean and fits, wide and narrow', async (t) => {
    const pages = [
      ['today', `/app/today?practice=${practice}`],
      ['today-all', `/app/today?practice=${practice}&show=all`],
      ['today-unknown', '/app/today?practice=Z99999'],
      ['audit', `/app/audit?practice=${practice}`],
      ['audit-none', `/app/audit?practice=${practice}&user=nobody&kind=shown&since=2020-01-01&until=2020-01-02`],
      ['send', `/app/send?practice=${practice}`],
      ['patients', `/app/patients?practice=${practice}`],
      ['patient', `/app/patients/${who.id}?practice=${practice}`],
      ['patient-missing', `/app/patients/nobody?practice=${practice}`],
      ['templates', `/app/templates?practice=${practice}`],
      ['keywords', `/app/keywords?practice=${practice}`],
      ['reminders', `/app/reminders?practice=${practice}`],
      ['reports', `/app/reports?practice=${practice}`],
      ['opt-outs', `/app/opt-outs?practice=${practice}`],
      ['settings', `/app/settings?practice=${practice}`],
      ['help', '/app/help'],
      ['accessibility', '/app/accessibility'],
      ['inbox-staff', `/app/inbox?practice=${practice}&show=done`],
      ['records-none', `/app/data-quality?practice=${practice}`],
      ['no-practice', '/app/reports'],
      ['today-no-practice', '/app/today'],
    ];
    for (const [width, viewport] of [['wide', wide], ['narrow', narrow]]) {
      const mine = await openContext(browser, viewport, session);
      const opened = await openPage(mine);
      for (const [name, address] of pages) {
        await t.test(`${name}, ${width}`, async () => {
          await visit(opened.page, address);
          await shoot(opened.page, `${name}-${viewport.width}`);
          await checkPage(opened.page, `${name} ${width}`);
          assert.deepEqual(opened.wrong.splice(0).filter((one) => !['patient-missing', 'today-unknown'].includes(name) || !one.includes('404')), []);
        });
      }
      await mine.close();
    }
  });
});
