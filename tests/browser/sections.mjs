// What a practice's administrator changes of its settings in the browser: by a form and as text, checked, compared, put in
// force, and taken back from the history. Part of staff.test.mjs, whose broker and patient it uses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../system/harness/processes.mjs';
import { checkPage, narrow, openContext, openPage, shoot, visit, wait_ms } from './support.mjs';

const practice = 'A99001';
const hostile = `<script>document.title='owned'</script>`;

/** @param given the browser, the staff's page and its session, how the API is called, tabbing */
export function sectionTests(given) {
  const at = (section) => `/app/sections?practice=${practice}&section=${section}`;
  const get = (page, path) => page.evaluate(async (asked) => (await fetch(`/api/v1/${asked}`)).json(), path);
  const inForce = (page) => get(page, `practice-settings?practice=${practice}`);
  const textOf = async (page, section) => (await get(page, `practice-sections?practice=${practice}`)).sections.find((one) => one.name === section).text;
  const putInForce = async (page) => {
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await page.getByRole('button', { name: 'Put it in force' }).waitFor({ state: 'detached' });
  };

  test('the keyboard alone adds a keyword, is told its mistake at the field, mends it and puts it in force', async () => {
    const { page, tabTo, wrong } = given();
    await visit(page, at('keywords'));
    await checkPage(page, 'keywords to change');
    const isText = (text) => (document.activeElement?.textContent ?? '').startsWith(text);
    await tabTo(page, 'one more', isText, 'Add one more', 200);
    await page.keyboard.press('Enter');
    const entry = page.locator('fieldset.app-entry').last();
    await entry.getByLabel('Name').focus();
    await page.keyboard.type('scarf');
    await page.keyboard.press('Tab');
    await page.keyboard.type('STOP');
    await page.keyboard.press('Tab');
    await page.keyboard.type(`Bring a scarf ${hostile}`);
    await tabTo(page, 'the check', isText, 'Check it', 40);
    await page.keyboard.press('Enter');
    await page.getByText('must be mended first').waitFor();
    assert.equal(await entry.getByLabel('Words').getAttribute('aria-invalid'), 'true', 'the mistake stands at its field');
    await checkPage(page, 'a keyword that can’t be');
    await shoot(page, 'sections-wrong-1360');
    await entry.getByLabel('Words').fill('scarf, muffler');
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('It has no errors.').waitFor();
    assert.notEqual(await page.title(), 'owned');
    assert.equal(await page.locator('main script').count(), 0);
    await checkPage(page, 'a difference');
    await shoot(page, 'sections-difference-1360');
    assert.equal((await inForce(page)).keywords.some((one) => one.id === 'scarf'), false, 'looking changes nothing');
    await putInForce(page);
    await until(async () => (await inForce(page)).keywords.some((one) => one.id === 'scarf' && one.words.includes('muffler')), 'the keyword is in force', wait_ms);
    assert.deepEqual(wrong.splice(0), []);
  });

  test('what was changed is in the history and the audit trail, and can be had again', async () => {
    const { page, wrong } = given();
    await visit(page, at('keywords'));
    await page.getByRole('button', { name: /^Go back/ }).first().click();
    await page.getByText('as before change').waitFor();
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('It has no errors.').waitFor();
    await checkPage(page, 'going back');
    await shoot(page, 'sections-history-1360');
    await putInForce(page);
    await until(async () => !(await inForce(page)).keywords.some((one) => one.id === 'scarf'), 'it is as it was', wait_ms);
    const { audit } = await get(page, `audit?practice=${practice}&kind=settings&limit=50`);
    const changes = audit.filter((one) => one.action === 'POST /api/v1/practice-sections/apply' && one.outcome === 'done');
    assert.ok(changes.length >= 2, 'each change has an entry');
    assert.ok(changes.some((one) => one.objects.some((line) => line.includes('scarf'))), 'with the difference');
    assert.deepEqual(wrong.splice(0), []);
  });

  test('a reminder rule may name a template that was approved in the browser, which then can’t be retired', async () => {
    const { page, post, wrong } = given();
    const before = await textOf(page, 'reminders');
    const revision = async () => (await get(page, `templates/flu-clinic?practice=${practice}`)).revision;
    await visit(page, at('reminders'));
    await page.getByRole('button', { name: 'Add one more' }).click();
    const entry = page.locator('fieldset.app-entry').last();
    await entry.getByLabel('Name').fill('three-hours');
    await entry.getByLabel('Before the start').fill('3h');
    const list = await entry.getByLabel('Template').getAttribute('list');
    await page.waitForFunction((id) => [...document.getElementById(id).options].some((one) => one.value === 'flu-clinic'), list);
    await entry.getByLabel('Template').fill('flu-clinic');
    await entry.getByLabel('Only these sessions').fill('Nobody’s session');
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('a template that reminders can\'t fill in').first().waitFor();
    await checkPage(page, 'a template with a field of its own');
    await entry.getByLabel('Template').fill('plain-words');
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('an unknown template').first().waitFor();
    const move = async (id, name, more = {}) => {
      const now = (await get(page, `templates/${id}?practice=${practice}`)).revision ?? 0;
      const done = await post(page, `templates/${id}/${name}?practice=${practice}`, { revision: String(now), ...more });
      return done;
    };
    assert.equal((await move('plain-words', 'draft', { channel: 'sms', title: 'Plain words', body: 'Dear ((first_name)), see you soon.' })).status, 200);
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('a template that nobody has approved yet').first().waitFor();
    await checkPage(page, 'a template nobody approved');
    await shoot(page, 'sections-template-1360');
    assert.equal((await move('plain-words', 'submit')).status, 200);
    assert.equal((await given().approve('plain-words')).status, 200);
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('It has no errors.').waitFor();
    await putInForce(page);
    await until(async () => (await inForce(page)).reminders.some((one) => one.id === 'three-hours' && one.template === 'plain-words'), 'the rule is in force', wait_ms);
    const kept = await move('plain-words', 'retire', { why: 'over' });
    assert.equal(kept.status, 409, JSON.stringify(kept.body));
    assert.match(kept.body.errors[0].reason, /in use by reminder three-hours/);
    const { base } = await get(page, `practice-sections?practice=${practice}`);
    const back = await post(page, `practice-sections/apply?practice=${practice}`, { section: 'reminders', text: before, base });
    assert.equal(back.status, 200, JSON.stringify(back.body));
    await until(async () => !(await inForce(page)).reminders.some((one) => one.id === 'three-hours'), 'the rule is gone', wait_ms);
    assert.equal((await move('plain-words', 'retire', { why: 'over' })).status, 200);
    assert.ok(await revision(), 'the other template is untouched');
    assert.deepEqual(wrong.splice(0).filter((one) => !/40[49]/.test(one)), []);
  });

  test('the hours are changed as text too, and a file that changed meanwhile is not written over', async () => {
    const { page, post, wrong } = given();
    await visit(page, at('sending_hours'));
    await page.getByRole('button', { name: 'Edit it as text' }).click();
    await page.getByLabel(/in the practice’s file/).fill('sending_hours:\n  opens: "07:00"\n  closes: "21:30"\n  saturdays: true\n  sundays: true\n');
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('It has no errors.').waitFor();
    const { base } = await get(page, `practice-sections?practice=${practice}`);
    const apply = (section, text, of) => post(page, `practice-sections/apply?practice=${practice}`, { section, text, base: of });
    const before = { phone: await textOf(page, 'phone'), hours: await textOf(page, 'sending_hours') };
    const theirs = await apply('phone', 'phone: 01632 960099\n', base);
    assert.equal(theirs.status, 200, JSON.stringify(theirs.body));
    const late = await apply('sending_hours', 'sending_hours:\n  opens: "09:30"\n  closes: "10:30"\n', base);
    assert.equal(late.status, 409, 'the API refuses what was made of the file as it was');
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await page.getByText('Somebody has changed another part of the practice’s file meanwhile').waitFor();
    assert.equal(await textOf(page, 'phone'), 'phone: 01632 960099\n', 'theirs is in force');
    assert.equal(await textOf(page, 'sending_hours'), before.hours, 'ours isn’t');
    assert.match(await page.getByLabel(/in the practice’s file/).inputValue(), /closes: "21:30"/, 'nor is it lost');
    await checkPage(page, 'changed meanwhile');
    await shoot(page, 'sections-meanwhile-1360');
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('It has no errors.').waitFor();
    await putInForce(page);
    await until(async () => /closes: "21:30"/.test(await textOf(page, 'sending_hours')), 'now both are in force', wait_ms);
    assert.equal(await textOf(page, 'phone'), 'phone: 01632 960099\n');

    await page.getByRole('button', { name: 'Edit it as text' }).click();
    await page.getByLabel(/in the practice’s file/).fill('sending_hours:\n  opens: "07:15"\n  closes: "21:30"\n');
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('It has no errors.').waitFor();
    const same = await apply('sending_hours', 'sending_hours:\n  opens: "06:45"\n  closes: "21:30"\n', (await get(page, `practice-sections?practice=${practice}`)).base);
    assert.equal(same.status, 200, JSON.stringify(same.body));
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await page.getByText('Somebody has changed this same part meanwhile').waitFor();
    assert.match(await textOf(page, 'sending_hours'), /opens: "06:45"/, 'theirs is not written over');
    assert.match(await page.getByLabel(/in the practice’s file/).inputValue(), /opens: "07:15"/, 'ours can be copied');
    await page.getByRole('button', { name: 'Put it in force' }).waitFor({ state: 'detached' });
    for (const [section, text] of [['phone', before.phone], ['sending_hours', before.hours]]) {
      const back = await apply(section, text, (await get(page, `practice-sections?practice=${practice}`)).base);
      assert.equal(back.status, 200, JSON.stringify(back.body));
    }
    assert.deepEqual(wrong.splice(0).filter((one) => !one.includes('409')), []);
  });

  test('the pages of sections fit a narrow screen', async () => {
    const { browser, session } = given();
    const context = await openContext(browser, narrow, session);
    const { page, wrong } = await openPage(context);
    for (const section of ['', 'keywords', 'reminders', 'sending_hours', 'conversations', 'exclude', 'name']) {
      await visit(page, section ? at(section) : `/app/sections?practice=${practice}`);
      await checkPage(page, `section ${section}, narrow`);
      await shoot(page, `sections-${section || 'none'}-320`);
    }
    assert.deepEqual(wrong, []);
    await context.close();
  });
}
