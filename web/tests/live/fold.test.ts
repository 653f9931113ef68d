import { describe, expect, test } from 'vitest';
import { fold, frameOf, nothing, notes_max, ticks_max, type Frame, type Live } from '../../src/live/fold';
import { note, overview, practice, tick } from '../rows';

const after = (...frames: Frame[]): Live => frames.reduce(fold, nothing);

describe('the live feed', () => {
  test('starts knowing nothing, which is not the same as knowing there is nothing', () => {
    expect(nothing.practices).toBeNull();
    expect(after({ name: 'practices', data: [] }).practices).toEqual([]);
  });

  test('takes each snapshot whole, in place of the one before', () => {
    const live = after({ name: 'practices', data: [practice('A99001'), practice('A99002')] }, { name: 'practices', data: [practice('A99003')] });
    expect(live.practices?.map((p) => p.id)).toEqual(['A99003']);
  });

  test('adds ticks to the history', () => {
    const live = after({ name: 'history', data: [tick(1), tick(2)] }, { name: 'tick', data: tick(3, { sent: 5 }) });
    expect(live.ticks.map((t) => t.t)).toEqual([1, 2, 3]);
    expect(live.ticks.at(-1)?.sent).toBe(5);
  });

  test('keeps five minutes and no more', () => {
    let live = after({ name: 'history', data: Array.from({ length: 400 }, (_, i) => tick(i)) });
    expect(live.ticks).toHaveLength(ticks_max);
    live = fold(live, { name: 'tick', data: tick(400) });
    expect(live.ticks).toHaveLength(ticks_max);
    expect(live.ticks.at(-1)?.t).toBe(400);
  });

  test('never lets time run backwards: a repeated second replaces, an older one is dropped', () => {
    const live = after({ name: 'tick', data: tick(5, { sent: 1 }) }, { name: 'tick', data: tick(5, { sent: 2 }) }, { name: 'tick', data: tick(4) });
    expect(live.ticks.map((t) => [t.t, t.sent])).toEqual([[5, 2]]);
  });

  test('a new history after a reset may begin earlier', () => {
    const live = after({ name: 'tick', data: tick(9) }, { name: 'history', data: [tick(2)] }, { name: 'tick', data: tick(3) });
    expect(live.ticks.map((t) => t.t)).toEqual([2, 3]);
  });

  test('puts the newest note first, once, and keeps fifty', () => {
    const first = note('2026-11-22T09:00:00.000Z', 'one');
    let live = after({ name: 'notes', data: [first] }, { name: 'note', data: note('2026-11-22T09:00:01.000Z', 'two') }, { name: 'note', data: first });
    expect(live.notes?.map((n) => n.what)).toEqual(['two', 'one']);
    for (let i = 0; i < 80; i++) live = fold(live, { name: 'note', data: note(`t${i}`, `n${i}`) });
    expect(live.notes).toHaveLength(notes_max);
    expect(live.notes?.[0]?.what).toBe('n79');
  });

  test('a note before any list of notes begins one', () => {
    expect(after({ name: 'note', data: note('t', 'one') }).notes).toHaveLength(1);
  });

  test('counts what changed in each inbox, so that its pages ask again', () => {
    const live = after({ name: 'inbox', data: { practice: 'A99001' } }, { name: 'inbox', data: { practice: 'A99001' } }, { name: 'inbox', data: { practice: 'A99002' } });
    expect(live.inboxes).toEqual({ A99001: 2, A99002: 1 });
    expect(nothing.inboxes).toEqual({});
  });

  test('leaves the state before as it was', () => {
    const before = after({ name: 'overview', data: overview() }, { name: 'tick', data: tick(1) });
    const copy = structuredClone(before);
    fold(before, { name: 'tick', data: tick(2) });
    fold(before, { name: 'note', data: note('t', 'x') });
    expect(before).toEqual(copy);
  });

  test.each([
    ['tick', '{"t":1}', true],
    ['tick', '{"t":', false],
    ['reset', '{}', false],
    ['__proto__', '{}', false],
  ])('a frame %s %s is known and whole: %s', (name, text, known) => {
    expect(frameOf(name, text) !== null).toBe(known);
  });
});
