import { expect, test } from 'vitest';
import { heldAnswers, isShown, lastSpoken, secondsTo, sideOf, titleOf } from '../../src/inbox/lines';
import { inOrder } from '../../src/inbox/order';
import { chosenPractice } from '../../src/ui/practice_choice';
import { conversation, line, practice, reply } from '../rows';

test.each([
  ['reply_received', 'in'],
  ['message_accepted', 'out'],
  ['conversation_noted', 'note'],
  ['receipt_received', 'step'],
])('a line of type %s stands on the side %s', (type, side) => expect(sideOf(line({ type }))).toBe(side));

test('steps between two programs are left out, what came of a text is not', () => {
  expect(['attempt_started', 'attempt_sent', 'audited', 'receipt_received', 'appointment_cancelled', 'handed_to_staff'].filter((type) => isShown(line({ type })))).toEqual(['receipt_received', 'appointment_cancelled', 'handed_to_staff']);
});

test('only what has words of its own is news to read', () => {
  expect(lastSpoken([])).toBe(0);
  expect(lastSpoken([line({ sequence: 4, type: 'reply_received' }), line({ sequence: 9, type: 'receipt_received' })])).toBe(4);
});

const given = { at: '2026-11-28T09:00:00.000Z', type: 'message_accepted', state: 'accepted' };
test.each([
  ['an answer that waits its ten seconds', { ...given, due_at: '2026-11-28T09:00:10.000Z' }, 1],
  ['one that has gone', { ...given, state: 'sent', due_at: '2026-11-28T09:00:10.000Z' }, 0],
  ['one that was taken back', { ...given, state: 'cancelled', due_at: '2026-11-28T09:00:10.000Z' }, 0],
  ['a reminder for tomorrow', { ...given, due_at: '2026-11-29T09:00:00.000Z' }, 0],
  ['a text that was due at once', { ...given, due_at: '2026-11-28T09:00:00.000Z' }, 0],
  ['a text without a time', { ...given, due_at: null }, 0],
  ['a reply', { ...given, type: 'reply_received', due_at: '2026-11-28T09:00:10.000Z' }, 0],
])('%s can be taken back: %#', (_name, some, held) => expect(heldAnswers([line(some)])).toHaveLength(held));

test('seconds are whole and never below zero', () => {
  const due = '2026-11-28T09:00:10.000Z';
  expect(secondsTo(due, Date.parse('2026-11-28T09:00:00.500Z'))).toBe(10);
  expect(secondsTo(due, Date.parse('2026-11-28T09:00:30.000Z'))).toBe(0);
});

test('urgent conversations come first unless they are done', () => {
  const rows = [conversation({ id: 'a' }), conversation({ id: 'b', last_reply: 'r2' }), conversation({ id: 'c', last_reply: 'r3', status: 'done' })];
  const last = new Map([['r2', reply({ id: 'r2', urgent: true })], ['r3', reply({ id: 'r3', urgent: true })]]);
  expect(inOrder(rows, last).map((row) => row.id)).toEqual(['b', 'a', 'c']);
});

test.each([
  ['', null, ''],
  ['', ['A99001'], 'A99001'],
  ['', ['A99001', 'A99002'], ''],
  ['A99002', ['A99001', 'A99002'], 'A99002'],
])('asked for %j of %j: %j', (asked, all, chosen) => expect(chosenPractice(asked, all?.map((id) => practice(id)) ?? null)).toBe(chosen));

test.each([
  [{ from: '…123', by: 'email' }, 'Number ending 123'],
  [{ from: '', by: 'email' }, 'E-mails of one address'],
  [{ from: '', by: 'sms' }, 'Number ending unknown'],
])('%j is called %s', (head, title) => expect(titleOf(head)).toBe(title));
