// Templates from a draft to a patient's phone: two people, in two browsers. Part of staff.test.mjs, whose broker and
// patient it uses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../system/harness/processes.mjs';
import { sent } from './sending.mjs';
import { base, checkPage, narrow, openContext, openPage, settled, shoot, visit, wait_ms, wide } from './support.mjs';

const practice = 'A99001';
const hostile = `<script>document.title='owned'</script><img src=x onerror="document.title='owned'">`;
const first = 'Dear ((first_name)), bring ((thing)). See https://flu.example.org';
const second = 'Dear ((first_name)), please bring ((thing)).';

/** @param given the browser, the staff's page and its session, a patient who can be texted, how the API is called, tabbing */
export function templateTests(given) {
  let theirs; // an administrator of the practice's, in a browser of their own
  let their_context;
  const address = `/app/templates/flu-clinic?practice=${practice}`;

  test('the keyboard alone drafts a template, sees it come out with what it costs, and submits it', async () => {
    const { page, tabTo, wrong } = given();
    await visit(page, `/app/templates?practice=${practice}`);
    await checkPage(page, 'templates');
    await shoot(page, 'templates-list-1360');
    const isText = (text) => (document.activeElement?.textContent ?? '').startsWith(text);
    const isField = (name) => document.activeElement?.getAttribute('name') === name;
    await tabTo(page, 'the button', isText, 'Draft a new template');
    await page.keyboard.press('Enter');
    await tabTo(page, 'the name', isField, 'title');
    await page.keyboard.type(`Flu ${hostile}`);
    await tabTo(page, 'the id', isField, 'id', 5);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('flu-clinic');
    await tabTo(page, 'the message', isField, 'body', 5);
    await page.keyboard.type('Dear ((first_name');
    await page.getByText('a field has two brackets on each side').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(`${first} ${'ŵ'.repeat(3)}`);
    await page.locator('.app-phone', { hasText: 'Dear Sam, bring [thing]' }).waitFor();
    await page.getByText('patients are told not to trust links').waitFor();
    await page.getByText('hold 70 characters instead of 160').waitFor();
    await page.getByText('thing: whoever sends fills them in').waitFor();
    await checkPage(page, 'a draft is written');
    await shoot(page, 'templates-form-1360');
    await tabTo(page, 'keeping it', isText, 'Keep this draft', 5);
    await page.keyboard.press('Enter');
    await page.waitForURL(/flu-clinic/);
    await settled(page);
    await tabTo(page, 'submitting', isText, 'Submit for approval');
    await page.keyboard.press('Enter');
    await page.getByText('You wrote on it: somebody else approves it.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0);
    assert.equal(await page.title(), `Flu ${hostile} - Tidings`, 'a name is a name');
    assert.equal(await page.locator('main img, main script').count(), 0);
    await checkPage(page, 'a draft waits');
    await shoot(page, 'templates-waiting-1360');
    assert.deepEqual(wrong.splice(0), []);
  });

  test('another administrator refuses it with a reason, which its author sees without asking', async () => {
    const { browser, page, post, wrong } = given();
    const made = await post(page, 'users', { name: 'second-eyes', role: 'practice_administrator', practices: [practice] });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    their_context = await openContext(browser, wide);
    theirs = await openPage(their_context);
    const { pathname, search } = new URL(made.body.link, base);
    await theirs.page.goto(base + pathname + search);
    await theirs.page.getByRole('button').first().click();
    await until(() => theirs.page.evaluate(async () => (await fetch('/api/v1/me')).ok), 'they are signed in', wait_ms);
    await visit(theirs.page, `/app/templates?practice=${practice}`);
    await theirs.page.getByText('1 draft waits for approval').waitFor();
    assert.equal(await theirs.page.getByText('Templates for all practices').count(), 0, 'those are the host’s operators’');
    await visit(theirs.page, address);
    await theirs.page.getByRole('button', { name: 'Refuse it' }).click();
    await theirs.page.getByText('Say why').waitFor();
    await checkPage(theirs.page, 'refusing');
    await theirs.page.getByLabel('Or why isn’t it good yet?').fill('No links, please');
    await theirs.page.getByRole('button', { name: 'Refuse it' }).click();
    await page.getByText('Refused by second-eyes').waitFor();
    await page.getByText('No links, please').waitFor();
    assert.deepEqual(wrong.splice(0), []);
    assert.deepEqual(theirs.wrong.splice(0), []);
  });

  test('what they approve is in force at once, goes to a patient, and its message says which version it was', async () => {
    const { page, post, who, wrong } = given();
    await page.getByRole('button', { name: 'Change the draft' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Flu clinic');
    await page.getByLabel('Message', { exact: true }).fill(second);
    await page.locator('.app-phone', { hasText: 'please bring [thing]' }).waitFor();
    await page.getByRole('button', { name: 'Keep this draft' }).click();
    await page.getByRole('button', { name: 'Submit for approval' }).click();
    await theirs.page.getByRole('button', { name: 'Approve it' }).click();
    await page.getByRole('heading', { name: 'In force: version 1' }).waitFor();
    await visit(page, `/app/send?practice=${practice}&patient=${who.id}`);
    await page.getByLabel('Template').selectOption('flu-clinic');
    await page.getByLabel('thing').fill('a scarf');
    await page.getByRole('button', { name: 'Go on and check it' }).click();
    await page.getByRole('button', { name: 'Send it' }).click();
    const text = await until(async () => (await sent('please bring a scarf'))[0], 'it has reached the provider', wait_ms);
    const { timeline } = await page.evaluate(async (id) => (await fetch(`/api/v1/messages/${id}`)).json(), text.reference);
    assert.match(timeline[0].summary, /made from template flu-clinic, version 1/);
    const stale = await post(page, `templates/flu-clinic/retire?practice=${practice}`, { revision: '1', why: 'seen long ago' });
    assert.equal(stale.status, 409, 'what has changed since isn’t decided unseen');
    assert.deepEqual(wrong.splice(0).filter((one) => !one.includes('409')), []);
  });

  test('versions are compared, and going back is a draft that is looked at like any other', async () => {
    const { page, post, wrong } = given();
    const revision = async () => (await page.evaluate(async (at) => (await fetch(at)).json(), `/api/v1/templates/flu-clinic?practice=${practice}`)).revision;
    const moved = async (on, name, more = {}) => {
      const done = await post(on, `templates/flu-clinic/${name}?practice=${practice}`, { revision: String(await revision()), ...more });
      assert.equal(done.status, 200, JSON.stringify(done.body));
    };
    await moved(page, 'draft', { channel: 'sms', title: 'Flu clinic', body: 'Dear ((first_name)), kindly bring ((thing)).' });
    await moved(page, 'submit');
    await visit(page, address);
    await page.locator('.app-changes del', { hasText: 'please' }).waitFor();
    await page.locator('.app-changes ins', { hasText: 'kindly' }).waitFor();
    await checkPage(page, 'a change waits');
    await shoot(page, 'templates-change-1360');
    await moved(theirs.page, 'approve');
    await page.getByRole('heading', { name: 'In force: version 2' }).waitFor();
    await page.getByText('Version 1', { exact: true }).click();
    await page.getByRole('button', { name: 'Go back to version 1' }).click();
    await page.getByText('It goes back to the words of version 1.').waitFor();
    await checkPage(page, 'going back');
    await shoot(page, 'templates-versions-1360');
    assert.deepEqual(wrong.splice(0), []);
  });

  test('the pages fit a narrow screen, and operators have those of all practices', async () => {
    const { browser, session } = given();
    const context = await openContext(browser, narrow, session);
    const { page, wrong } = await openPage(context);
    for (const [name, path] of [['draft', address], ['of a file', `/app/templates/appointment-reminder?practice=${practice}`], ['of all', '/app/templates?practice=host'], ['missing', `/app/templates/none?practice=${practice}`]]) {
      await visit(page, path);
      await checkPage(page, `template ${name}, narrow`);
      await shoot(page, `template-${name.replaceAll(' ', '-')}-320`);
    }
    await visit(page, '/app/templates?practice=host');
    await page.getByRole('button', { name: 'Draft a new template' }).click();
    await page.getByText('Looking how it comes out').waitFor({ state: 'detached' });
    await checkPage(page, 'a draft for all, narrow');
    await page.getByRole('button', { name: 'Keep this draft' }).click();
    await page.getByText('Give it a name.').waitFor();
    await checkPage(page, 'a draft that lacks its name');
    assert.deepEqual(wrong.filter((one) => !one.includes('404')), []);
    await context.close();
  });

  /** As the other administrator: approves the draft that is submitted. */
  return {
    approve: async (id) => {
      const { revision } = await theirs.page.evaluate(async (at) => (await fetch(at)).json(), `/api/v1/templates/${id}?practice=${practice}`);
      return given().post(theirs.page, `templates/${id}/approve?practice=${practice}`, { revision: String(revision) });
    },
    close: async () => their_context?.close(),
  };
}
