// A conversation's lines as its page wants them. Pure.
import type { Conversation, ConversationLine } from '../api/inbox_types';
import { sharing } from '../names/whose';

/** `in`: the patient; `out`: a text to the patient; `note`: the staff's own; `step`: what happened because of it. */
export type Side = 'in' | 'out' | 'note' | 'step';

/** What a conversation is called where nobody is named. */
export function titleOf(head: Pick<Conversation, 'from' | 'by'>): string {
  if (head.from !== '') return `Number ending ${head.from.replace('…', '')}`;
  return head.by === 'email' ? 'E-mails of one address' : 'Number ending unknown';
}

/** What is said of a number without naming anybody; empty: it is one patient's. */
export function whoseIs(head: Pick<Conversation, 'from' | 'people'>): string {
  const what = head.from === '' ? 'address' : 'number';
  if (head.people > 1) return sharing(head.people, what);
  return head.people === 0 ? `no known patient has this ${what}` : '';
}

export function sideOf(line: ConversationLine): Side {
  if (line.type === 'reply_received') return 'in';
  if (line.type === 'message_accepted') return 'out';
  return line.type === 'conversation_noted' ? 'note' : 'step';
}

/** Steps of the machinery between two programs: a text's state says what became of them. */
const machinery: ReadonlySet<string> = new Set(['attempt_started', 'attempt_sent', 'audited']);
export const isShown = (line: ConversationLine): boolean => !machinery.has(line.type);

/** The latest line with words of its own: when it rises, there is something new to read. */
export function lastSpoken(lines: readonly ConversationLine[]): number {
  return lines.reduce((last, line) => (sideOf(line) === 'step' ? last : Math.max(last, line.sequence)), 0);
}

/** An answer of staff's waits this long before it goes (actors/practice/talk/inbox.hpp), and a little for the clock. */
const undo_ms_max = 11_000;

/** Answers that were given just now and haven't gone: they can still be taken back. */
export function heldAnswers(lines: readonly ConversationLine[]): readonly ConversationLine[] {
  return lines.filter((line) => {
    const wait = line.due_at === null ? 0 : Date.parse(line.due_at) - Date.parse(line.at);
    return sideOf(line) === 'out' && line.state === 'accepted' && wait > 0 && wait <= undo_ms_max;
  });
}

/** Whole seconds until then, never below zero. */
export const secondsTo = (due_at: string, now_ms: number): number => Math.max(0, Math.ceil((Date.parse(due_at) - now_ms) / 1000));
