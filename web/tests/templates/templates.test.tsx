// Templates from draft to approved version, as staff see them.
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import type { TemplateDraft, TemplateList, TemplatePageOf, TemplatePreview, TemplateRow, TemplateVersion } from '../../src/api/template_types';
import { changes } from '../../src/templates/changes';
import { Difference } from '../../src/templates/difference';
import { blank, idFor, missing } from '../../src/templates/draft_form';
import { Seen } from '../../src/templates/look';
import { isEditable, Template } from '../../src/templates/template_page';
import { Templates } from '../../src/templates/templates_page';

const hostile = '<script>alert(1)</script>';
const row: TemplateRow = { id: 'flu', title: 'Flu clinic', channel: 'sms', whose: 'own', made_in: 'browser', state: 'in_force', version: 2, revision: 7, draft: null, draft_by: null, changed_at: '2026-03-30T10:02:03.000Z' };
const first: TemplateVersion = { number: 1, title: 'Flu clinic', subject: '', body: 'Come on Monday', alphabet: 'by_default', by: 'ann', approved_by: 'bob', at: '2026-03-30T10:02:03.000Z' };
const page: TemplatePageOf = { ...row, practice: 'A99001', waiting: null, versions: [{ ...first, number: 2, body: 'Come on Tuesday' }, first], retired: null, used_by: [], self_approval: false };
const draft: TemplateDraft = { title: 'Flu clinic', subject: '', body: 'Come on Friday', alphabet: 'by_default', state: 'submitted', authors: ['ann'], at: '2026-03-30T10:02:03.000Z', refused_by: null, why: null, goes_back_to: null, mine: false, may_approve: true };
const list: TemplateList = { practice: 'A99001', readable: true, self_approval: false, templates: [row] };
const preview: TemplatePreview = { problems: [], warnings: [], subject: '', body: 'Come on Monday', encoding: 'gsm7', units: 14, segments: 1, pence: 3.5, too_long: '', fields: [] };
const shown = (value: TemplatePageOf): string => renderToString(<Template value={value} reload={() => undefined} />);

describe('what differs between two texts', () => {
  const said = (a: string, b: string): string => changes(a, b).map((one) => ({ same: '=', old: '-', new: '+' })[one.how] + one.text).join('|');
  test.each([
    ['Come on Monday', 'Come on Monday', '=Come on Monday'],
    ['Come on Monday', 'Come on Tuesday', '=Come on |-Monday|+Tuesday'],
    ['', 'Come', '+Come'],
    ['Come', '', '-Come'],
    ['Dear ((first_name)), come', 'Dear ((title)) ((last_name)), come', '=Dear |-((first_name))|+((title)) ((last_name))|=, come'],
    ['a b c', 'a c', '=a |-b |=c'],
  ])('%j to %j', (a, b, wanted) => expect(said(a, b)).toBe(wanted));
  test('is put together again as both of them', () => {
    const [a, b] = ['Dear ((first_name)), your flu jab is due. Ring (01632) 960000.', 'Dear ((first_name)), your flu and Covid jabs are due: ring (01632) 960001'];
    const all = changes(a, b);
    expect(all.filter((one) => one.how !== 'new').map((one) => one.text).join('')).toBe(a);
    expect(all.filter((one) => one.how !== 'old').map((one) => one.text).join('')).toBe(b);
  });
  test('of texts that are too long for it is the whole', () => {
    const long = (word: string): string => Array.from({ length: 2_100 }, (_, i) => `${word}${i}`).join(' ');
    expect(changes(long('a'), long('b')).map((one) => one.how)).toEqual(['old', 'new']);
  });
  test('is said to those who hear it, and runs no script', () => {
    const html = renderToString(<Difference of={{ ...first, body: hostile }} since={first} name="version 1" />);
    expect(html).toContain('taken out');
    expect(html).not.toContain('<script>');
    expect(renderToString(<Difference of={first} since={first} name="version 1" />)).toContain('those of version 1');
  });
});

describe('a draft', () => {
  test.each([['Flu clinic 2026', 'flu-clinic-2026'], ['  Été! ', 't'], ['x'.repeat(60), 'x'.repeat(40)], ['!!!', '']])('named %j has the id %j', (title, id) => expect(idFor(title)).toBe(id));
  test('needs a name, an id, words, and by e-mail a subject', () => {
    const good = { ...blank, id: 'flu', title: 'Flu', body: 'Come' };
    expect(missing(good)).toBeNull();
    expect(missing({ ...good, title: ' ' })?.field).toBe('title');
    expect(missing({ ...good, id: 'Flu' })?.field).toBe('id');
    expect(missing({ ...good, body: '\n' })?.field).toBe('body');
    expect(missing({ ...good, channel: 'email' })?.field).toBe('subject');
  });
  test('is shown with what it costs, what is wrong and what is warned of, and runs no script', () => {
    const html = renderToString(<Seen channel="sms" preview={{ ...preview, body: hostile, fields: ['thing'], problems: [{ field: 'body', reason: 'a field has no name' }], warnings: [{ code: 'link', reason: 'there is a link in it' }] }} />);
    for (const text of ['3.5p', '1 text message to pay for', 'thing: whoever sends', 'Message: a field has no name', 'there is a link']) expect(html).toContain(text);
    expect(html).not.toContain('<script>');
    expect(renderToString(<Seen channel="sms" preview={{ ...preview, pence: null }} />)).toContain('own price');
  });
  test('that waits is approved by whoever may, and by nobody who wrote on it', () => {
    expect(shown({ ...page, waiting: draft })).toContain('Approve it');
    const mine = shown({ ...page, waiting: { ...draft, mine: true, may_approve: false } });
    expect(mine).not.toContain('Approve it');
    expect(mine).not.toContain('Approve my own');
    expect(mine).toContain('somebody else approves it');
    expect(shown({ ...page, waiting: { ...draft, mine: true, may_approve: true } })).toContain('Approve my own draft');
  });
  test('that was refused says by whom and why', () => expect(shown({ ...page, waiting: { ...draft, state: 'refused', refused_by: 'bob', why: 'shut on Friday', may_approve: false } })).toContain('shut on Friday'));
});

describe('a template', () => {
  test('has its versions, with who and when, and what the next one changed', () => {
    const html = shown(page);
    for (const text of ['In force: version 2', 'Version 1', 'Go back to version 1', 'bob', 'What version 2 changed']) expect(html).toContain(text);
  });
  test('of a file or of all practices can’t be changed by a practice, and says by whom it is', () => {
    const of_file = { ...page, made_in: 'file', versions: [{ ...first, by: null, approved_by: null, at: null }] };
    expect(isEditable(of_file)).toBe(false);
    expect(shown(of_file)).toContain('stands in a file');
    expect(shown({ ...page, whose: 'shared' })).toContain('no practice changes it');
    expect(shown({ ...page, whose: 'shared' })).not.toContain('Draft a new version');
    expect(isEditable({ ...page, whose: 'shared', practice: 'host' })).toBe(true);
  });
  test('that a file overrides says how to mend it', () => expect(shown({ ...page, state: 'overridden' })).toContain('Retire this one'));
});

describe('the list', () => {
  test('says what waits for approval, and runs no script of a name', () => {
    const html = renderToString(<Templates value={{ ...list, templates: [{ ...row, title: hostile, draft: 'submitted', draft_by: 'ann' }] }} />);
    expect(html).toContain('1 draft waits for approval');
    expect(html).not.toContain('<script>');
    expect(renderToString(<Templates value={list} />)).toContain('Nothing waits for approval');
  });
  test('that can’t be read says so and drafts nothing', () => {
    const html = renderToString(<Templates value={{ ...list, readable: false, templates: [] }} />);
    expect(html).toContain('nothing of it is in force');
    expect(html).not.toContain('Draft a new template');
  });
});
