// Ticks as the chart and its table want them. Pure.
import type { Tick } from '../api/types';

export interface Series {
  readonly name: string;
  readonly colour: string;
  /** Lines differ by dash too, never by colour alone. */
  readonly dash: readonly number[];
  readonly fill?: string;
  readonly of: (tick: Tick) => number;
}

export const series: readonly Series[] = [
  { name: 'Sent', colour: '#005eb8', dash: [], fill: 'rgba(0, 94, 184, 0.1)', of: (t) => t.sent },
  { name: 'Delivered', colour: '#007f3b', dash: [8, 4], of: (t) => t.delivered },
  { name: 'Replies', colour: '#7c2855', dash: [2, 3], of: (t) => t.replies },
  { name: 'Failed', colour: '#d5281b', dash: [10, 3, 2, 3], of: (t) => t.failed },
];

/** Longest silence that is drawn as a line; a longer one is a gap. */
const gap_s_max = 3;

/** One column of seconds and one for each series; a gap in time is a gap in the lines. */
export function columnsOf(ticks: readonly Tick[]): (number | null)[][] {
  const columns: (number | null)[][] = [[], ...series.map(() => [])];
  let last: number | null = null;
  for (const tick of ticks) {
    if (last !== null && tick.t - last > gap_s_max) {
      columns[0]?.push(last + 1);
      series.forEach((_, i) => columns[i + 1]?.push(null));
    }
    columns[0]?.push(tick.t);
    series.forEach((s, i) => columns[i + 1]?.push(s.of(tick)));
    last = tick.t;
  }
  return columns;
}

export interface Minute {
  readonly from: number;
  readonly accepted: number;
  readonly sent: number;
  readonly delivered: number;
  readonly replies: number;
  readonly failed: number;
}

/** Newest minute first. */
export function minutesOf(ticks: readonly Tick[]): readonly Minute[] {
  const minutes = new Map<number, Minute>();
  for (const tick of ticks) {
    const from = Math.floor(tick.t / 60) * 60;
    const was = minutes.get(from) ?? { from, accepted: 0, sent: 0, delivered: 0, replies: 0, failed: 0 };
    minutes.set(from, {
      from,
      accepted: was.accepted + tick.accepted,
      sent: was.sent + tick.sent,
      delivered: was.delivered + tick.delivered,
      replies: was.replies + tick.replies,
      failed: was.failed + tick.failed,
    });
  }
  return [...minutes.values()].reverse();
}

export const peak = (ticks: readonly Tick[]): number => ticks.reduce((most, tick) => Math.max(most, tick.sent), 0);
