// What somebody wants to send, before the broker has it.
import type { SendOptions, SendTemplate } from '../api/staff_forms';

export interface Wish {
  /** Empty: own words. */
  readonly template: string;
  readonly text: string;
  readonly fields: Readonly<Record<string, string>>;
}

export const templateOf = (options: SendOptions, wish: Wish): SendTemplate | null => options.templates.find((one) => one.id === wish.template) ?? null;

/** What stands in the way of a look at it; empty: nothing. */
export function missing(options: SendOptions, wish: Wish): { readonly field: string; readonly why: string } | null {
  const chosen = templateOf(options, wish);
  if (!chosen) return wish.text.trim() === '' ? { field: 'text', why: 'Write the message first, or choose a template.' } : null;
  const empty = chosen.fields.find((name) => (wish.fields[name] ?? '').trim() === '');
  return empty === undefined ? null : { field: `field-${empty}`, why: `Fill in “${empty}”.` };
}

/** The body of `POST /now-messages` and its previews. */
export function bodyOf(practice: string, to: { readonly patient: string } | { readonly to: string }, options: SendOptions, wish: Wish): Readonly<Record<string, unknown>> {
  const chosen = templateOf(options, wish);
  if (!chosen) return { practice, ...to, text: wish.text };
  const given = Object.fromEntries(chosen.fields.map((name) => [name, (wish.fields[name] ?? '').trim()]));
  return { practice, ...to, template: chosen.id, ...(chosen.fields.length > 0 ? { personalisation: given } : {}) };
}
