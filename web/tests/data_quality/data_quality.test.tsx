import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import type { QualityRow } from '../../src/api/quality_types';
import { askable, askedText } from '../../src/data_quality/ask_form';
import { columns, Counts } from '../../src/data_quality/data_quality_page';
import { CodeChoice } from '../../src/inbox/code_form';
import { DocumentButton } from '../../src/inbox/document_form';
import { Table } from '../../src/ui/table';

const row = (some: Partial<QualityRow> = {}): QualityRow => ({
  id: 'p1', practice: 'A99001', problems: ['failing'], mobile: '…123', sharing: 1, read_at: '2026-11-22T09:00:00.000Z',
  name: '', nhs_number: '', number: '', ...some,
});
const table = (named: boolean, rows: readonly QualityRow[]): string =>
  renderToString(<Table<QualityRow> caption="Patients" columns={columns(named)} rows={rows} row_key={(one) => one.id} />);

test('each sort of record says its number, and the chosen one is marked', () => {
  const html = renderToString(<Counts practice="A99001" chosen="landline" counts={[{ problem: 'landline', patients: 12 }, { problem: 'dead', patients: 1 }]} />);
  expect(html).toContain('Landline <strong>12</strong>');
  expect(html.match(/aria-current="page"/g)).toHaveLength(1);
  expect(html).toContain('problem=dead');
});

test('without being asked a row shows the end of a number and no name', () => {
  const html = table(false, [row({ name: 'Sam Ash', nhs_number: '9990000018', number: '07700 900123' })]);
  expect(html).toContain('ending 123');
  for (const secret of ['Sam', '9990000018', '07700']) expect(html).not.toContain(secret);
});

test('once asked it shows whom to look up', () => {
  const html = table(true, [row({ name: 'Sam Ash', nhs_number: '9990000018', number: '07700 900123' })]);
  for (const shown of ['Sam Ash', '9990000018', '07700 900123']) expect(html).toContain(shown);
});

test.each([
  ['one with a mobile of their own', {}, 1],
  ['one whose number is disputed', { problems: ['disputed'] }, 1],
  ['one who shares it', { sharing: 2, problems: ['failing', 'shared_mobile'] }, 0],
  ['one without a mobile', { sharing: 0 }, 0],
  ['one who has declined texts', { problems: ['failing', 'no_consent'] }, 0],
])('%s can be asked by text: %#', (_name, some, asked) => expect(askable([row(some)])).toHaveLength(asked));

test('how many are asked is said', () => {
  expect(askedText(0)).toContain('Nobody was asked');
  expect(askedText(3)).toContain('3 patients');
});

test('codes are chosen by what staff know them by', () => {
  const form = { path: 'conversations/x', practice: 'A99001', reload: () => undefined };
  const html = renderToString(<CodeChoice {...form} codes={[{ code: '281399006', text: 'Did not attend' }]} />);
  expect(html).toContain('Did not attend (281399006)');
  expect(renderToString(<CodeChoice {...form} codes={[]} />)).toContain('codes_by_hand');
});

test('a conversation is filed by one button', () => {
  const html = renderToString(<DocumentButton path="conversations/x" practice="A99001" reload={() => undefined} />);
  expect(html).toContain('File the conversation');
  expect(html).toContain('role="status"');
});
