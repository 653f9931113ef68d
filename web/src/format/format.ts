// Numbers, times and names as an English reader expects them. Pure.

const whole = new Intl.NumberFormat('en-GB');
const tenth = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
const london = 'Europe/London'; // the practices' time, wherever the screen stands
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: london, hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { timeZone: london, day: 'numeric', month: 'short', year: 'numeric' });

export const number = (n: number): string => whole.format(n);

/** `1 reply`, `2 replies`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;

export const percent = (share: number): string => {
  if (share > 0.999 && share < 1) return 'over 99.9%';
  return `${tenth.format(share * 100)}%`;
};

/** `£1.23` of 123 pence. */
export const pounds = (pence: number): string => money.format(pence / 100);

/** `1.5 GB`, in powers of ten as disks are sold. */
export function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  for (; n >= 1000 && unit < units.length - 1; unit++) n /= 1000;
  return `${tenth.format(n)} ${units[unit]}`;
}

/** Milliseconds as a length of time; below zero means not measured. */
export function duration(ms: number): string {
  if (ms < 0) return 'not measured yet';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const s = ms / 1000;
  if (s < 10) return `${tenth.format(s)} s`;
  if (s < 60) return `${Math.round(s)} s`;
  const minutes = Math.floor(s / 60);
  if (minutes < 60) return `${minutes} min ${pad(Math.floor(s % 60))} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${pad(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} days`;
}
const pad = (n: number): string => String(n).padStart(2, '0');

export const clockTime = (ms: number): string => clock.format(ms);
export const date = (ms: number): string => day.format(ms);

/** Today's times without the day. */
export function moment(iso: string, now_ms: number): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  const on = day.format(ms);
  return on === day.format(now_ms) ? clock.format(ms) : `${on}, ${clock.format(ms)}`;
}

/** `12 s ago`; a clock that is a little ahead is not news. */
export function ago(iso: string, now_ms: number): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  const age = now_ms - ms;
  return age < 1500 ? 'just now' : `${duration(Math.floor(age / 1000) * 1000)} ago`;
}

/** A reason as the broker writes it, fit to stand alone. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `in_doubt` -> `In doubt`. */
export function plain(name: string): string {
  return sentence(name.replaceAll('_', ' '));
}

/** Ids are long: their first eight letters tell rows apart, and the search takes them too. */
export const shortId = (id: string): string => id.slice(0, 8);

export const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0);
