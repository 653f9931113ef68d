import { expect, test } from 'vitest';
import { ago, bytes, counted, duration, moment, number, percent, plain, pounds, sentence, shortId } from '../src/format/format';
import { nameFor, wordFor } from '../src/words/look_up';
import { message_states } from '../src/words/message_words';
import { systems } from '../src/words/practice_words';

const noon = Date.parse('2026-07-01T11:00:00.000Z');

test.each([
  [-1, 'not measured yet'],
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [3456, '3.5 s'],
  [42_000, '42 s'],
  [61_000, '1 min 01 s'],
  [3_660_000, '1 h 01 min'],
  [200_000_000, '2 days'],
])('%d ms is %s', (ms, said) => expect(duration(ms)).toBe(said));

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1500, '1.5 kB'],
  [10_000_000_000, '10 GB'],
])('%d bytes are %s', (n, said) => expect(bytes(n)).toBe(said));

test.each([
  [1, '100%'],
  [0.99999, 'over 99.9%'],
  [0.994, '99.4%'],
  [0, '0%'],
])('%d is %s', (share, said) => expect(percent(share)).toBe(said));

test('numbers have a comma for thousands, and words follow their number', () => {
  expect(number(1234567)).toBe('1,234,567');
  expect(counted(1, 'practice')).toBe('1 practice');
  expect(counted(2, 'reply', 'replies')).toBe('2 replies');
});

test.each([
  [0, '£0.00'],
  [3.2, '£0.03'],
  [123_456, '£1,234.56'],
])('%d pence are %s', (pence, said) => expect(pounds(pence)).toBe(said));

test('times are the practices’ own, in summer too', () => {
  expect(moment('2026-07-01T10:30:00.000Z', noon)).toBe('11:30:00');
  expect(moment('2026-06-30T22:30:00.000Z', noon)).toBe('30 Jun 2026, 23:30:00');
  expect(moment('2026-06-30T23:30:00.000Z', noon)).toBe('00:30:00'); // already today in London
});

test('an age is on the broker’s clock, and a moment ahead is just now', () => {
  expect(ago('2026-07-01T10:59:48.000Z', noon)).toBe('12 s ago');
  expect(ago('2026-07-01T11:00:01.000Z', noon)).toBe('just now');
  expect(ago('nonsense', noon)).toBe('nonsense');
});

test('a state without words is shown by its own name', () => {
  expect(plain('in_doubt')).toBe('In doubt');
  expect(sentence('plainly confirms')).toBe('Plainly confirms');
  expect(sentence('')).toBe('');
  expect(wordFor(message_states, 'new_state')).toMatchObject({ label: 'New state', colour: 'grey' });
  expect(wordFor(message_states, 'constructor').label).toBe('Constructor');
  expect(nameFor(systems, 'systmone')).toBe('SystmOne');
});

test('an id is shown by its first eight letters', () => expect(shortId('dd2c7158-2793-5d12-87dd-9102e8ea3fdc')).toBe('dd2c7158'));
