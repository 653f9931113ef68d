// Sections of a practice's file: fields to text and back, and what is wrong said at its field.
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { SectionForm, wrongAt } from '../../src/sections/section_form';
import { Checked, summaryOf } from '../../src/sections/editor';
import { History } from '../../src/sections/sections_page';
import { entriesOf, fits, shapes, shown, typed, written, type Field } from '../../src/sections/shapes';
import { inline } from '../../src/sections/yaml';

const field = (section: string, name: string): Field => {
  const found = shapes[section]?.fields.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const keywords = [{ id: 'smoke', words: ['smoke', 'smoking'], answer: 'Ring us:\n"now"', code: 281399006 }, { words: ['flu'], odd: { a: [1, true] }, id: 'flu' }];

describe('a section as text', () => {
  test('has each field on a line, in the form’s order, and keeps what the form doesn’t know', () => {
    expect(written('keywords', keywords).text).toBe(
      'keywords:\n  - id: "smoke"\n    words: ["smoke", "smoking"]\n    answer: "Ring us:\\n\\"now\\""\n    code: 281399006\n  - id: "flu"\n    words: ["flu"]\n    odd: {"a": [1, true]}\n',
    );
  });
  test('of one map, one value or nothing', () => {
    expect(written('sending_hours', [{ saturdays: false, opens: '09:00' }]).text).toBe('sending_hours:\n  opens: "09:00"\n  saturdays: false\n');
    expect(written('name', [{ name: 'no' }]).text).toBe('name: "no"\n');
    expect(written('keywords', []).text).toBe('');
    expect(written('phone', [{}]).text).toBe('');
    expect(written('keywords', [{}]).text).toBe('keywords:\n  - {}\n');
  });
  test('is what it was when nothing is changed', () => {
    for (const section of ['keywords', 'reminders']) expect(entriesOf(section, keywords)).toEqual(keywords);
    expect(entriesOf('keywords', 'x')).toBeNull();
    expect(entriesOf('keywords', null)).toEqual([]);
    expect(entriesOf('sending_hours', null)).toEqual([{}]);
    expect(entriesOf('conversations', {})).toBeNull();
  });
  test('has texts in quotes, whatever they look like', () => expect(inline(['no', '07700', 'a: b # c', null, 5])).toBe('["no", "07700", "a: b # c", "", 5]'));
});

describe('a field', () => {
  test('shows what stands there and takes what is typed', () => {
    expect(shown(field('keywords', 'words'), ['a', 'b'])).toBe('a, b');
    expect(typed(field('keywords', 'words'), ' a,b, ,\nc')).toEqual(['a', 'b', 'c']);
    expect(typed(field('reminders', 'sessions'), 'Smith, Dr\nFlu\n')).toEqual(['Smith, Dr', 'Flu']);
    expect(typed(field('sending_hours', 'saturdays'), 'no')).toBe(false);
    expect(typed(field('keywords', 'code'), '  ')).toBeUndefined();
    expect(typed(field('keywords', 'answer'), ' two\r\nlines ')).toBe(' two\nlines ');
  });
  test('of another form than usual is left alone', () => {
    expect(fits(field('sending_hours', 'kinds'), { campaign: { opens: '10:00' } })).toBe(false);
    expect(fits(field('sending_hours', 'saturdays'), { env: 'X' })).toBe(false);
    const html = renderToString(<SectionForm section="sending_hours" entries={[{ key: 1, fields: { kinds: { campaign: {} } } }]} wrong={[]} change={() => undefined} />);
    expect(html).toContain('It stays as it is');
  });
  test('has what is wrong with its line said at it', () => {
    const all = written('keywords', keywords);
    const errors = [{ line: 7, column: 12, reason: 'a reserved word', found: '`flu`', allowed: 'another' }, { line: 0, column: 0, reason: 'elsewhere', found: '', allowed: '' }];
    const wrong = wrongAt(errors, all.places);
    expect(wrong).toEqual([{ entry: 1, field: 'words', said: 'a reserved word: `flu`. Allowed: another' }]);
    const html = renderToString(<SectionForm section="keywords" entries={keywords.map((fields, i) => ({ key: i, fields }))} wrong={wrong} change={() => undefined} />);
    expect(html).toMatch(/aria-invalid/);
    expect(html.match(/nhsuk-error-message/g)).toHaveLength(1);
  });
});

describe('before it is put in force', () => {
  const check = { practice: 'A99001', name: 'Surgery', exists: true, base: 'ab', errors: [], warnings: [], difference: [{ how: 'old', what: 'name: A' }, { how: 'new', what: 'name: B' }] };
  test('what changes is said and shown', () => {
    expect(summaryOf(check)).toBe('It has no errors. 1 line comes, 1 line goes.');
    expect(renderToString(<Checked of={check} busy={false} apply={async () => undefined} />)).toContain('Put it in force');
  });
  test('nothing is offered that has errors or changes nothing', () => {
    const wrong = { ...check, errors: [{ line: 1, column: 1, reason: 'r', found: 'f', allowed: 'a' }] };
    expect(summaryOf(wrong)).toContain('1 error');
    for (const of of [wrong, { ...check, difference: [] }]) expect(renderToString(<Checked of={of} busy={false} apply={async () => undefined} />)).not.toContain('Put it in force');
  });
  test('the history has the section’s own changes, the newest first', () => {
    const change = (number: number, section: string) => ({ number, at: '2026-03-02T09:00:00.000Z', by: `user-${number}`, section, before: '' });
    const html = renderToString(<History of={{ practice: 'A99001', base: '', sections: [], history: [change(1, 'name'), change(2, 'phone'), change(3, 'name')], history_failure: '' }} section="name" choose={() => undefined} />);
    expect(html.indexOf('user-3')).toBeLessThan(html.indexOf('user-1'));
    expect(html).not.toContain('user-2');
  });
});
