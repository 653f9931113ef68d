import { describe, expect, test } from 'vitest';
import { branches, children_shown_max } from '../../src/actors/tree';
import { actor } from '../rows';

const all = { under: '', q: '', troubled: false };
const tree = [
  actor('/node'),
  actor('/node/practices'),
  actor('/node/practices/A99001'),
  actor('/node/practices/A99002', { restarts: 2, last_failure: 'x' }),
  actor('/node/board'),
];
const drawn = (show: typeof all, actors = tree) => branches(actors, show).map((b) => `${'  '.repeat(b.depth)}${b.name}`);

describe('the actor tree', () => {
  test('stands parents first, children indented', () => {
    expect(drawn(all)).toEqual(['node', '  practices', '    A99001', '    A99002', '  board']);
  });

  test('children find their parent even when other rows stand between them', () => {
    const mixed = [actor('/node'), actor('/node/a'), actor('/node/b'), actor('/node/a/1')];
    expect(drawn(all, mixed)).toEqual(['node', '  a', '    1', '  b']);
  });

  test('counts what stands below', () => expect(branches(tree, all).map((b) => b.below)).toEqual([4, 2, 0, 0, 0]));

  test('a search keeps the parents of what it finds', () => {
    expect(drawn({ ...all, q: 'a99001' })).toEqual(['node', '  practices', '    A99001']);
  });

  test('only trouble', () => expect(drawn({ ...all, troubled: true })).toEqual(['node', '  practices', '    A99002']));

  test('below one branch', () => expect(drawn({ ...all, under: '/node/practices' })).toEqual(['practices', '  A99001', '  A99002']));

  test('a long list shows its worst and says how many are left out', () => {
    const many = [actor('/n'), ...Array.from({ length: 100 }, (_, i) => actor(`/n/${i}`)), actor('/n/bad', { state: 'stopped' })];
    const rows = branches(many, all);
    expect(rows).toHaveLength(1 + children_shown_max);
    expect(rows[1]?.name).toBe('bad');
    expect(rows[0]).toMatchObject({ below: 101, hidden: 101 - children_shown_max });
    expect(branches(many, { ...all, under: '/n' })).toHaveLength(102);
  });

  test('an actor without its parent is still shown', () => expect(drawn(all, [actor('/lost/child')])).toEqual(['child']));
});
