import { render } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import type { Conversation } from '../../src/api/inbox_types';
import type { TodayAbout } from '../../src/api/today_types';
import type { StaffItem } from '../../src/api/types';
import { columns } from '../../src/inbox/inbox_page';
import { isBehind } from '../../src/names/names';
import { About } from '../../src/today/today_page';
import { Table } from '../../src/ui/table';

const amira = { id: 'p1', practice: 'A99001', key: 'aa', name: '<b>Amira</b> Okafor' };
const names = new Map([['aa', amira]]);
const nobody = new Map<string, typeof amira>();

const talk = (how: Partial<Conversation> = {}): Conversation => ({
  id: 'mark', practice: 'A99001', from: '…123', status: 'unread', assigned_to: '', last_at: '2026-11-23T09:00:00.000Z', last_reply: '', replies: 1,
  notes: 0, disputed: false, by: 'sms', people: 1, patient: 'aa', ...how,
});
const list = (row: Conversation, shown: typeof names): string =>
  render(<Table<Conversation> caption="c" columns={columns(new Map(), shown).slice(0, 1)} rows={[row]} row_key={(one) => one.id} />);

describe('a conversation in the list', () => {
  test('is its number until names are shown', () => {
    expect(list(talk(), nobody)).toContain('>Number ending 123</a>');
    expect(list(talk(), nobody)).not.toContain('app-why');
  });
  test('is its one patient’s by name, with the number below', () => {
    const shown = list(talk(), names);
    expect(shown).toContain('&lt;b>Amira&lt;/b> Okafor</a>');
    expect(shown).toContain('Number ending 123</span>');
  });
  test.each<readonly [string, Partial<Conversation>, string]>([
    ['several share the number', { people: 2, patient: '' }, '2 people share this number'],
    ['several share the number, whatever key comes with it', { people: 2 }, '2 people share this number'],
    ['several share the address', { people: 3, patient: '', from: '', by: 'email' }, '3 people share this address'],
    ['nobody known has it', { people: 0, patient: '' }, 'No known patient has this number'],
  ])('is nobody’s where %s', (_why, how, words) => {
    const shown = list(talk(how), names);
    expect(shown).toContain(words);
    expect(shown).not.toContain('Amira');
  });
  test('is not called by a name that whoever has the number denied', () => {
    const shown = list(talk({ disputed: true }), names);
    expect(shown).toContain('>Number ending 123</a>');
    expect(shown).toContain('In the record of &lt;b>Amira');
  });
});

describe('what an item is about', () => {
  const item = (how: Partial<StaffItem> = {}): StaffItem => ({ id: 'i1', practice: 'A99001', reason: 'why', at: '2026-11-23T09:00:00.000Z', reply: '', message: '', urgent: false, ...how });
  const about = (how: Partial<TodayAbout> = {}): TodayAbout => ({ item: 'i1', conversation: '', from: '', patient: '', people: 0, ...how });
  const shown = (what: StaffItem, whom: TodayAbout | undefined, by = names): string => render(<About item={what} about={whom} names={by} />);
  test('leads to the conversation of a reply, and names whose number it is', () => {
    const row = shown(item({ reply: 'r1' }), about({ conversation: 'mark', from: '…123', patient: 'aa', people: 1 }));
    expect(row).toContain('href="/app/inbox/A99001/mark"');
    expect(row).toContain('Reply from the number ending 123');
    expect(row).toContain('href="/app/patients/p1?practice=A99001"');
  });
  test('has no name before they are shown', () => {
    expect(shown(item({ reply: 'r1' }), about({ conversation: 'mark', from: '…123', patient: 'aa', people: 1 }), nobody)).not.toContain('patients');
  });
  test('says how many share the number', () => {
    const row = shown(item({ reply: 'r1' }), about({ conversation: 'mark', people: 2 }));
    expect(row).toContain('2 people share this number');
    expect(row).not.toContain('Amira');
  });
  test('says that nobody known has the number', () => {
    expect(shown(item({ reply: 'r1' }), about({ conversation: 'mark' }))).toContain('No known patient has this number');
  });
  test('leads to a message’s page, and to the inbox where the conversation isn’t known', () => {
    expect(shown(item({ message: 'm1' }), about({ patient: 'aa', people: 1 }))).toContain('/messages/m1');
    expect(shown(item({ reply: 'r1' }), undefined)).toContain('href="/app/inbox?practice=A99001"');
    expect(shown(item(), undefined)).toBe('–');
  });
});

test('names are behind once somebody came in whose name isn’t among them', () => {
  const got = { by_key: names, problem: null, loading: false };
  expect(isBehind(got, ['aa', ''])).toBe(false);
  expect(isBehind(got, ['aa', 'bb'])).toBe(true);
  expect(isBehind({ ...got, by_key: nobody }, ['bb'])).toBe(false);
});
