// Settings as people say them.
import type { Exclusion, Hours, ReminderRule } from '../api/staff_forms';
import { counted } from '../format/format';
import { nameFor } from '../words/look_up';
import { channel_names, kind_names, question_names } from '../words/staff_words';

/** `2 days`, `90 minutes`, `3 hours`. */
export function span(minutes: number): string {
  if (minutes !== 0 && minutes % 1440 === 0) return counted(minutes / 1440, 'day');
  if (minutes !== 0 && minutes % 60 === 0) return counted(minutes / 60, 'hour');
  return counted(minutes, 'minute');
}

export const list = (names: readonly string[], last = 'and'): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1) ?? ''}`;

export function hours(from: Hours): string {
  const days = from.saturdays ? (from.sundays ? 'every day' : 'Monday to Saturday') : from.sundays ? 'Monday to Friday and Sunday' : 'Monday to Friday';
  return `${days}, ${from.opens} to ${from.closes}`;
}

/** Which appointments a rule is about. */
export function about(rule: Pick<ReminderRule, 'sessions' | 'not_sessions' | 'clinicians' | 'slot_types'>): string {
  const parts = [
    rule.sessions.length > 0 ? `in ${list(rule.sessions, 'or')}` : '',
    rule.clinicians.length > 0 ? `with ${list(rule.clinicians, 'or')}` : '',
    rule.slot_types.length > 0 ? `of type ${list(rule.slot_types, 'or')}` : '',
    rule.not_sessions.length > 0 ? `but not in ${list(rule.not_sessions, 'or')}` : '',
  ].filter((one) => one !== '');
  return parts.length === 0 ? 'every appointment' : `appointments ${parts.join(', ')}`;
}

export function ruleSaid(rule: ReminderRule): string {
  const by = rule.by.map((one) => nameFor(channel_names, one).toLowerCase().replace(/s$/, ''));
  const ways = by.length < 2 ? `by ${by[0] ?? ''}` : `by ${by[0] ?? ''}, or where that can’t be, by ${list(by.slice(1), 'or')}`;
  return `${span(rule.before_min)} before ${about(rule)}, ${ways}. ${nameFor(question_names, rule.question)}${rule.question === 'none' ? '' : `, until ${span(rule.cut_off_min)} before the start: later answers go to staff`}. None is sent later than ${span(rule.notice_min)} before the start.`;
}

export function exclusionSaid(one: Exclusion): string {
  const kinds = one.kinds.length > 0 ? list(one.kinds.map((kind) => nameFor(kind_names, kind))) : 'messages about appointments';
  const by = one.channels.length > 0 ? ` by ${list(one.channels.map((each) => nameFor(channel_names, each).toLowerCase()), 'or')}` : '';
  return `No ${kinds}${by} about ${about({ ...one, not_sessions: [] })}.`;
}
