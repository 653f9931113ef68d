// The Friends and Family Test's figures as its page wants them. Pure.
import type { FftRow } from '../api/inbox_types';

/** Part of all answers that are very good or good, as NHS England counts it: of all six. `null`: nobody answered. */
export const goodShare = (row: FftRow): number | null => (row.total === 0 ? null : (row.very_good + row.good) / row.total);
export const poorShare = (row: FftRow): number | null => (row.total === 0 ? null : (row.poor + row.very_poor) / row.total);

/** `2026-11`, in London, where the months of the test are. */
export function londonMonth(ms: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit' }).formatToParts(ms);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}`;
}

/** This month and those before it, the latest first. */
export function monthsBack(from: string, how_many: number): readonly string[] {
  const first = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1;
  return Array.from({ length: how_many }, (_, i) => {
    const month = first - i;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

const month_name = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
export function monthName(month: string): string {
  const ms = Date.parse(`${month}-01T00:00:00Z`);
  return Number.isNaN(ms) ? month : month_name.format(ms);
}
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
