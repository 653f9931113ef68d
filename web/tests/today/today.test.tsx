import { render } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import type { Today, TodayVisit } from '../../src/api/today_types';
import { obstacles } from '../../src/today/today_page';
import { byDay, shownIn, viewOf } from '../../src/today/visits';
import { VisitTable } from '../../src/today/visits_table';
import { practice } from '../rows';

const visit = (how: Partial<TodayVisit> = {}): TodayVisit => ({
  id: '1', patient: 'aa', starts_at: '2026-11-23T14:00:00.000Z', minutes: 10, session: 'GP Surgery', clinician: 'Dr Patel', site: '',
  status: 'booked', state: 'delivered', reason: '', message: '', due_at: null, hindrance: '', ...how,
});
const day = (visits: TodayVisit[], more: Partial<Today> = {}): Today => ({
  practice: 'A99001', now: '2026-11-23T13:00:00.000Z', from: '2026-11-23T00:00:00.000Z', until: '2026-11-24T12:00:00.000Z',
  standing: practice('A99001'), system_reason: '', paused: null, visits, left_out: 0, messages: [], failures: [], failed: 0, due: [], hours: 12,
  rules_known: true, later: 0, items: [], urgent: 0, unread: 0, about: [], ...more,
});
const isIn = (key: string, how: Partial<TodayVisit>): boolean => shownIn(viewOf(key), day([visit(how)])).length === 1;

describe('a visit', () => {
  test('is still to come until half an hour after its start', () => {
    expect(isIn('coming', {})).toBe(true);
    expect(isIn('coming', { starts_at: '2026-11-23T12:45:00.000Z' })).toBe(true);
    expect(isIn('coming', { starts_at: '2026-11-23T12:15:00.000Z' })).toBe(false);
    expect(isIn('coming', { status: 'arrived' })).toBe(false);
    expect(isIn('coming', { status: 'gone' })).toBe(false);
  });
  test.each<readonly [string, Partial<TodayVisit>, boolean]>([
    ['was delivered', {}, false],
    ['failed', { state: 'failed' }, true],
    ['in doubt', { state: 'in_doubt' }, true],
    ['held back', { state: 'not_sent' }, true],
    ['nothing will remind', { state: 'not_reminded' }, true],
    ['a reminder is due', { state: 'not_reminded', due_at: '2026-11-23T13:30:00.000Z' }, false],
    ['one is due and there is no number', { state: 'not_reminded', due_at: '2026-11-23T13:30:00.000Z', hindrance: 'no_number' }, true],
    ['confirmed though there is no number', { state: 'confirmed', hindrance: 'no_number' }, false],
    ['over', { state: 'failed', starts_at: '2026-11-23T09:00:00.000Z' }, false],
  ])('%s: whether it needs a look', (_what, how, needed) => expect(isIn('look', how)).toBe(needed));
  test('that was cancelled is in no other list', () => {
    for (const how of [{ state: 'cancelled' }, { status: 'gone', state: 'confirmed' }, { status: 'cancelled' }]) {
      expect(isIn('cancelled', how)).toBe(true);
      expect(isIn('coming', how)).toBe(false);
      expect(isIn('confirmed', how)).toBe(false);
    }
  });
  test('stands under its day in London', () =>
    expect(byDay([visit(), visit({ starts_at: '2026-11-24T09:00:00.000Z' })]).map(([name]) => name)).toEqual(['Monday 23 November', 'Tuesday 24 November']));
});

describe('the table of visits', () => {
  const table = (rows: TodayVisit[], names = new Map<string, { id: string; practice: string; key: string; name: string }>()): string =>
    render(<VisitTable caption="Monday" practice="A99001" rows={rows} names={names} />);
  test('has no names unless they were asked for, and links them to their pages', () => {
    expect(table([visit()])).not.toContain('Patient');
    const shown = table([visit(), visit({ id: '2', patient: 'bb' })], new Map([['aa', { id: 'p1', practice: 'A99001', key: 'aa', name: '<b>Amira</b>' }]]));
    expect(shown).toContain('href="/app/patients/p1?practice=A99001"');
    expect(shown).toContain('&lt;b>Amira');
    expect(shown).toContain('not shown');
  });
  test('says when a reminder is due, and why none was sent', () => {
    expect(table([visit({ state: 'not_reminded', due_at: '2026-11-23T13:30:00.000Z' })])).toContain('Due Monday 23 November, 13:30');
    expect(table([visit({ state: 'not_sent', reason: 'the patient has no mobile', hindrance: 'no_number' })])).toContain('The patient has no mobile');
  });
});

describe('what stands in the way', () => {
  test('is nothing on a good day', () => expect(obstacles(day([]))).toEqual([]));
  test.each<readonly [string, Partial<Today>, string]>([
    ['a pause', { paused: { by: 'ann', why: 'flu clinic', since: '2026-11-23T09:00:00.000Z' } }, 'Sending is paused by ann: flu clinic'],
    ['a restore', { standing: practice('A99001', { fenced: true }) }, 'restored from a backup'],
    ['damage', { standing: practice('A99001', { trouble: 'sequence 7 is lost' }) }, 'sequence 7 is lost'],
    ['leaving', { standing: practice('A99001', { state: 'draining' }) }, 'settings were taken away'],
    ['the budget', { standing: practice('A99001', { held: 2 }) }, '2 messages wait for tomorrow’s budget'],
  ])('%s', (_what, how, words) => expect(obstacles(day([], how)).join(' ')).toContain(words));
});
