import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { goodShare, isMonth, londonMonth, monthName, monthsBack, poorShare } from '../../src/fft/figures';
import { Bars } from '../../src/fft/fft_page';
import { fftRow } from '../rows';

test('the part of good answers counts all six, as NHS England does', () => {
  expect(goodShare(fftRow({ very_good: 6, good: 2, dont_know: 2, total: 10 }))).toBe(0.8);
  expect(poorShare(fftRow({ poor: 1, very_poor: 1, very_good: 6, total: 8 }))).toBe(0.25);
});
test('of nothing there is no part', () => {
  expect(goodShare(fftRow())).toBeNull();
  expect(poorShare(fftRow())).toBeNull();
});
test('a month begins in London, not in Greenwich', () => expect(londonMonth(Date.parse('2026-05-31T23:30:00Z'))).toBe('2026-06'));
test('months go back over the year', () => expect(monthsBack('2026-02', 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']));
test.each([
  ['2026-11', true],
  ['2026-13', false],
  ['2026-1', false],
  ['', false],
])('%j is a month: %s', (text, yes) => expect(isMonth(text)).toBe(yes));
test('a month has its name', () => {
  expect(monthName('2026-11')).toBe('November 2026');
  expect(monthName('nonsense')).toBe('nonsense');
});
test('each bar says its number and its part', () => {
  const html = renderToString(<Bars row={fftRow({ very_good: 3, poor: 1, total: 4 })} />);
  expect(html).toContain('Very good');
  expect(html).toContain('(75%)');
  expect(html).toContain('(25%)');
});
test('no answers make no broken bars', () => expect(renderToString(<Bars row={fftRow()} />)).not.toContain('NaN'));
