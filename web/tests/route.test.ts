import { describe, expect, test } from 'vitest';
import { chosen } from '../src/practices/practices_page';
import { links } from '../src/route/links';
import { nextSort, parseQuery, parseSort, sorted, withQuery } from '../src/route/query';
import { match } from '../src/route/route';
import { isUnder } from '../src/ui/header';
import { practice } from './rows';

describe('filters in the URL', () => {
  test('leave out what is empty', () => {
    expect(withQuery('/ops/messages', { state: '', q: undefined, practice: null })).toBe('/ops/messages');
    expect(links.messages({ practice: 'A99001', state: 'sent' })).toBe('/ops/messages?practice=A99001&state=sent');
  });

  test('come back as they went, whatever is in them', () => {
    const hostile = { q: '&state=x#"<b>%', practice: 'ü 1' };
    expect(parseQuery(withQuery('', hostile))).toEqual(hostile);
  });

  test.each([
    ['/ops/practices', '/ops/practices', {}],
    ['/ops/practices/:id', '/ops/practices/A99001', { id: 'A99001' }],
    ['/ops/practices/:id', '/ops/practices/', null],
    ['/ops/practices/:id', '/ops/practices/a/b', null],
    ['/ops/messages/:id', '/ops/messages/%2Fx', { id: '/x' }],
    ['/ops/messages/:id', '/ops/messages/%E0%A4%A', null],
    ['/ops/messages', '/ops/replies', null],
  ])('%s against %s', (pattern, path, parts) => expect(match(pattern, path)).toEqual(parts));

  test.each([
    ['/ops', '/ops/', true],
    ['/ops/practices', '/ops/', false],
    ['/ops/practices/A99001', '/ops/practices', true],
    ['/ops/practicesx', '/ops/practices', false],
  ])('%s stands under %s: %s', (path, item, yes) => expect(isUnder(path, item)).toBe(yes));
});

describe('sorting', () => {
  test('a column is sorted most first, then least first, then not', () => {
    expect(nextSort(parseSort(undefined), 'queued')).toBe('-queued');
    expect(nextSort(parseSort('-queued'), 'queued')).toBe('queued');
    expect(nextSort(parseSort('queued'), 'queued')).toBe('');
    expect(nextSort(parseSort('queued'), 'name')).toBe('-name');
  });

  const rows = [practice('A99001', { name: 'b', queued: 2 }), practice('A99002', { name: 'a', queued: 10 }), practice('A99003', { name: 'c', queued: 2 })];
  const ids = (query: Record<string, string>) => chosen(rows, query).map((p) => p.id);

  test('numbers go by size and ties stay in order', () => {
    expect(ids({ sort: '-queued' })).toEqual(['A99002', 'A99001', 'A99003']);
    expect(ids({ sort: 'queued' })).toEqual(['A99001', 'A99003', 'A99002']);
  });

  test.each(['name', 'state', 'connector', 'queued', 'sent', 'delivered', 'failed', 'staff_items', 'last_read_at', 'nonsense'])(
    'by %s, either way, keeps every row',
    (key) => {
      expect(ids({ sort: key }).toSorted()).toEqual(['A99001', 'A99002', 'A99003']);
      expect(ids({ sort: `-${key}` }).toSorted()).toEqual(['A99001', 'A99002', 'A99003']);
    },
  );

  test('what is not known goes last either way', () => {
    const some = [{ v: null }, { v: 1 }, { v: 2 }];
    expect(sorted(some, { key: 'v', descending: false }, (r) => r.v).map((r) => r.v)).toEqual([1, 2, null]);
    expect(sorted(some, { key: 'v', descending: true }, (r) => r.v).map((r) => r.v)).toEqual([2, 1, null]);
  });

  test('a name is found by any part of it, a code by its start, and both with a state', () => {
    expect(ids({ q: 'A' })).toEqual(['A99001', 'A99002', 'A99003']);
    expect(ids({ q: 'a99002' })).toEqual(['A99002']);
    expect(ids({ q: '9002' })).toEqual([]);
    expect(ids({ state: 'down' })).toEqual([]);
  });
});
