// A section's value as the text that is put into the practice's file, each field on a line of its own, so that what is
// wrong with a line can be said at its field. Pure.
import type { Json } from '../api/section_types';

export type Fields = { readonly [name: string]: Json | undefined };

/** Which field of which entry a line holds; entry 0 where there is but one. */
export interface Place {
  readonly entry: number;
  readonly field: string;
}
export interface Written {
  readonly text: string;
  /** By line, from 0; null: a line that holds no field. */
  readonly places: readonly (Place | null)[];
}

/** On one line. Texts are always in quotes: `no` and `12:30` stay what they are. */
export function inline(value: Json): string {
  if (value === null) return '""';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(inline).join(', ')}]`;
  return `{${Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${inline(one)}`).join(', ')}}`;
}

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
export const isMap = (value: Json | undefined): value is { readonly [name: string]: Json } => typeof value === 'object' && value !== null && !isList(value);

/** In the order of the form; what it doesn't know comes after, as it was. */
function inOrder(value: Fields, order: readonly string[]): readonly (readonly [string, Json])[] {
  const names = [...order.filter((name) => name in value), ...Object.keys(value).filter((name) => !order.includes(name))];
  return names.flatMap((name) => {
    const one = value[name];
    return one === undefined || one === null ? [] : [[name, one] as const];
  });
}

/** A list of entries, such as keywords. Without any the section isn't in the file. */
export function writtenRows(section: string, rows: readonly Fields[], order: readonly string[]): Written {
  if (rows.length === 0) return { text: '', places: [] };
  const lines = [`${section}:`];
  const places: (Place | null)[] = [null];
  rows.forEach((row, entry) => {
    const fields = inOrder(row, order);
    if (fields.length === 0) {
      lines.push('  - {}');
      places.push({ entry, field: order[0] ?? '' });
    }
    fields.forEach(([field, value], i) => {
      lines.push(`  ${i === 0 ? '-' : ' '} ${field}: ${inline(value)}`);
      places.push({ entry, field });
    });
  });
  return { text: `${lines.join('\n')}\n`, places };
}

/** One map, such as the sending hours. */
export function writtenMap(section: string, value: Fields, order: readonly string[]): Written {
  const fields = inOrder(value, order);
  if (fields.length === 0) return { text: '', places: [] };
  return {
    text: `${section}:\n${fields.map(([field, one]) => `  ${field}: ${inline(one)}\n`).join('')}`,
    places: [null, ...fields.map(([field]) => ({ entry: 0, field }))],
  };
}

/** A text or a list by itself, such as the practice's name. */
export function writtenValue(section: string, value: Json | undefined): Written {
  if (value === undefined || value === null) return { text: '', places: [] };
  return { text: `${section}: ${inline(value)}\n`, places: [{ entry: 0, field: section }] };
}
