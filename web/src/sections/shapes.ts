// What each section consists of, for its form. What has no form is edited as it stands in the file.
import type { Json } from '../api/section_types';
import { isList, isMap, writtenMap, writtenRows, writtenValue, type Fields, type Written } from './yaml';

/** `words`: with commas between them; `lines`: one a line, since names of sessions have commas. */
export type FieldKind = 'text' | 'long' | 'words' | 'lines' | 'yes_no' | 'choice';
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind: FieldKind;
  readonly choices?: readonly (readonly [string, string])[];
  /** What the browser offers while somebody types: the templates that are in force. */
  readonly offers?: 'templates';
}
export interface Shape {
  /** `rows`: a list of entries; `map`: one; `value`: a text or a list by itself. */
  readonly of: 'rows' | 'map' | 'value';
  readonly entry: string;
  readonly fields: readonly Field[];
}

const sessions = 'As the clinical system writes them, one a line';
export const shapes: Readonly<Record<string, Shape>> = {
  name: { of: 'value', entry: 'The name', fields: [{ name: 'name', label: 'What patients call the practice', hint: '((practice_name)) in texts', kind: 'text' }] },
  phone: { of: 'value', entry: 'The telephone number', fields: [{ name: 'phone', label: 'The number patients ring', hint: '((practice_phone)) in texts', kind: 'text' }] },
  test_numbers: { of: 'value', entry: 'Test numbers', fields: [{ name: 'test_numbers', label: 'Mobile numbers of staff', hint: 'Offered where somebody tries out a text on themselves; with commas between them', kind: 'words' }] },
  sending_hours: {
    of: 'map',
    entry: 'Sending hours',
    fields: [
      { name: 'opens', label: 'From', hint: 'Such as 09:00', kind: 'text' },
      { name: 'closes', label: 'Until', hint: 'Such as 19:00; none goes from then on', kind: 'text' },
      { name: 'saturdays', label: 'On Saturdays', kind: 'yes_no' },
      { name: 'sundays', label: 'On Sundays', kind: 'yes_no' },
      { name: 'kinds', label: 'Kinds that keep these hours', hint: 'Of reminder, confirmation, now, campaign, fft, auto_response, survey, document, newsletter, follow_up; with commas', kind: 'words' },
      { name: 'channels', label: 'Channels that keep them', hint: 'Of sms, email, voice; with commas', kind: 'words' },
    ],
  },
  keywords: {
    of: 'rows',
    entry: 'Keyword',
    fields: [
      { name: 'id', label: 'Name', hint: 'For staff, each once, such as stop-smoking', kind: 'text' },
      { name: 'words', label: 'Words', hint: 'Any of these alone in a text; with commas between them', kind: 'words' },
      { name: 'answer', label: 'Answer', hint: 'May have ((title)) ((first_name)) ((last_name)) ((practice_name)) ((practice_phone)) ((keyword)). Empty: none', kind: 'long' },
      { name: 'from', label: 'First day in force', hint: 'Such as 2026-01-31. Empty: any', kind: 'text' },
      { name: 'until', label: 'Last day in force', kind: 'text' },
      { name: 'code', label: 'SNOMED CT code', hint: 'Filed when the number is one patient’s. Empty: none', kind: 'text' },
      { name: 'code_text', label: 'Text with the code', kind: 'text' },
      { name: 'test_numbers', label: 'For these numbers only', hint: 'To try it out; with commas between them. Empty: for all', kind: 'words' },
      { name: 'joins', label: 'Group that they join', kind: 'text' },
      { name: 'leaves', label: 'Group that they leave', kind: 'text' },
    ],
  },
  reminders: {
    of: 'rows',
    entry: 'Reminder rule',
    fields: [
      { name: 'id', label: 'Name', hint: 'Each once, such as two-days', kind: 'text' },
      { name: 'before', label: 'Before the start', hint: 'Such as 48h, 90m or 2d. Empty: 48h', kind: 'text' },
      { name: 'template', label: 'Template', hint: 'Its id, as the page Templates has it: from the files, or approved in the browser', kind: 'text', offers: 'templates' },
      { name: 'question', label: 'What patients may answer', kind: 'choice', choices: [['none', 'Nothing'], ['confirm_cancel', 'Confirm or cancel'], ['confirm_only', 'Confirm'], ['cancel_only', 'Cancel']] },
      { name: 'cut_off', label: 'Answers count until', hint: 'Before the start, such as 1h; later ones go to staff', kind: 'text' },
      { name: 'notice_min', label: 'Not sent later than', hint: 'Before the start, such as 1h', kind: 'text' },
      { name: 'by', label: 'Channels', hint: 'Of sms, email, voice, the most wanted first; with commas', kind: 'words' },
      { name: 'sessions', label: 'Only these sessions', hint: sessions, kind: 'lines' },
      { name: 'not_sessions', label: 'Never these sessions', hint: sessions, kind: 'lines' },
      { name: 'clinicians', label: 'Only these clinicians', hint: sessions, kind: 'lines' },
      { name: 'slot_types', label: 'Only these types of slot', hint: sessions, kind: 'lines' },
    ],
  },
};

export const section_names: Readonly<Record<string, string>> = {
  name: 'Name', phone: 'Telephone number', test_numbers: 'Test numbers', sending_hours: 'Sending hours', reminders: 'Reminder rules',
  keywords: 'Keywords', conversations: 'Automatic texts and what is asked', exclude: 'What is left out',
};

/** The section's entries, if its form can show them. */
export function entriesOf(section: string, value: Json): readonly Fields[] | null {
  const shape = shapes[section];
  if (!shape) return null;
  if (shape.of === 'rows') return value === null ? [] : isList(value) && value.every(isMap) ? (value as readonly Fields[]) : null;
  if (shape.of === 'map') return value === null ? [{}] : isMap(value) ? [value] : null;
  return isMap(value) ? null : [value === null ? {} : { [section]: value }];
}

export function written(section: string, entries: readonly Fields[]): Written {
  const shape = shapes[section];
  const order = shape?.fields.map((one) => one.name) ?? [];
  if (shape?.of === 'rows') return writtenRows(section, entries, order);
  return shape?.of === 'map' ? writtenMap(section, entries[0] ?? {}, order) : writtenValue(section, entries[0]?.[section]);
}

/** A field that holds something of another form than usual is left to the text of the file. */
export function fits(field: Field, value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (field.kind === 'words' || field.kind === 'lines') return isList(value) && value.every((one) => typeof one !== 'object' || one === null);
  if (field.kind === 'yes_no') return typeof value === 'boolean';
  return typeof value !== 'object';
}

export function shown(field: Field, value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (isList(value)) return value.map(String).join(field.kind === 'lines' ? '\n' : ', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? '' : String(value);
}

/** What was typed; undefined: nothing, so that what is usual counts. */
export function typed(field: Field, text: string): Json | undefined {
  if (field.kind === 'words' || field.kind === 'lines') {
    const all = text.split(field.kind === 'lines' ? '\n' : /[,\n]/).map((one) => one.trim()).filter((one) => one !== '');
    return all.length > 0 ? all : undefined;
  }
  if (text.trim() === '') return undefined;
  return field.kind === 'yes_no' ? text === 'yes' : field.kind === 'long' ? text.replaceAll('\r', '') : text.trim();
}
