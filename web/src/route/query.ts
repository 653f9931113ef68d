// Filters live in the URL, so that every view can be linked to and Back works.

export type Query = Readonly<Record<string, string>>;

export function parseQuery(search: string): Query {
  return Object.fromEntries(new URLSearchParams(search));
}

/** Empty values are left out: `/ops/messages`, never `/ops/messages?state=&q=`. Order is the caller's. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | null | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** A column and its direction, written `queued` or `-queued` (most first). */
export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}
export function parseSort(text: string | undefined): Sort | null {
  if (!text) return null;
  return text.startsWith('-') ? { key: text.slice(1), descending: true } : { key: text, descending: false };
}
/** What a click on a column's head asks for: most first, then least first, then the page's own order. */
export function nextSort(now: Sort | null, key: string): string {
  if (now?.key !== key) return `-${key}`;
  return now.descending ? key : '';
}

/** Stable; numbers by size, all else as text in English. */
export function sorted<Row>(rows: readonly Row[], by: Sort | null, value: (row: Row, key: string) => string | number | null): readonly Row[] {
  if (!by) return rows;
  const sign = by.descending ? -1 : 1;
  const order = (a: string | number | null, b: string | number | null): number => {
    if (a === b) return 0;
    if (a === null || b === null) return (a === null ? 1 : -1) * sign; // what is not known goes last either way
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a).localeCompare(String(b), 'en-GB');
  };
  return [...rows].sort((a, b) => sign * order(value(a, by.key), value(b, by.key)));
}
