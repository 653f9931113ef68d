// A day's appointments: which of them a view shows, and what the day comes to. Pure.
import type { Today, TodayVisit } from '../api/today_types';

/** Somebody who is late is still to come. */
const grace_ms = 30 * 60_000;

const off = (visit: TodayVisit): boolean => visit.state === 'cancelled' || visit.status === 'cancelled' || visit.status === 'gone';

const isToCome = (visit: TodayVisit, now_ms: number): boolean =>
  !off(visit) && visit.status === 'booked' && Date.parse(visit.starts_at) + grace_ms >= now_ms;

/** Nobody has told the patient, and nobody will by itself; or what was said can't be trusted. */
const needsLook = (visit: TodayVisit, now_ms: number): boolean =>
  isToCome(visit, now_ms) &&
  visit.state !== 'confirmed' &&
  (['failed', 'in_doubt', 'not_sent', 'cancelling'].includes(visit.state) ||
    (visit.state === 'not_reminded' && (visit.due_at === null || !['', 'unknown', 'failing'].includes(visit.hindrance))));

export const views = [
  { key: 'coming', name: 'Still to come', has: isToCome, none: 'Nobody is still to come' },
  { key: 'look', name: 'Need a look', has: needsLook, none: 'Nothing here needs a look' },
  { key: 'confirmed', name: 'Confirmed', has: (visit: TodayVisit) => visit.state === 'confirmed' && !off(visit), none: 'Nobody has confirmed yet' },
  { key: 'cancelled', name: 'Cancelled', has: off, none: 'Nothing was cancelled' },
  { key: 'all', name: 'All', has: () => true, none: 'No appointments' },
] as const;

export type View = (typeof views)[number];

export const viewOf = (asked: string): View => views.find((one) => one.key === asked) ?? views[0];

export const shownIn = (view: View, day: Today): readonly TodayVisit[] => {
  const now_ms = Date.parse(day.now);
  return day.visits.filter((one) => view.has(one, now_ms));
};

const dayOf = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', weekday: 'long', day: 'numeric', month: 'long' });
export const dayName = (iso: string): string => dayOf.format(Date.parse(iso));

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
export const timeOf = (iso: string): string => clock.format(Date.parse(iso));

/** What the page shows beside today: a morning ends at noon, a day on which nobody comes before noon at midnight. */
export const nextSpan = (until: string): string => {
  const day = dayName(new Date(Date.parse(until) - 1).toISOString());
  return timeOf(until) === '12:00' ? `the morning of ${day}` : day;
};

/** Visits by day, in their order: today, and the next clinic. */
export function byDay(visits: readonly TodayVisit[]): readonly (readonly [string, readonly TodayVisit[]])[] {
  const days = new Map<string, TodayVisit[]>();
  for (const one of visits) {
    const name = dayName(one.starts_at);
    days.set(name, [...(days.get(name) ?? []), one]);
  }
  return [...days];
}
