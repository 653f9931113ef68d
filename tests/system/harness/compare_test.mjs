// Each rule can find what it is there for: ledgers that agree, and one thing at a time that doesn't.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compare } from './compare.mjs';
import { make_dice } from './dice.mjs';
import { empty_log, fold } from './log_ledger.mjs';
import { read_options } from './options.mjs';

const at = (s) => new Date(Date.UTC(2026, 2, 2, 9, 0, 0) + s * 1000).toISOString();
const ms = (s) => Date.parse(at(s));
const to = '447700900123';

/** A day of one practice: m1 was delivered, m2 was in doubt by a kill and sent again, m3's reply cancelled a1. */
function the_day() {
  const lines = [
    [1, 'message_accepted', { message: 'm1', kind: 'now', idempotency_key: 'k1', to, text: 'one', appointment: '' }],
    [1, 'attempt_started', { message: 'm1', attempt: 1 }],
    [1, 'attempt_sent', { message: 'm1', attempt: 1 }],
    [2, 'receipt_received', { message: 'm1', status: 'delivered' }],
    [3, 'message_accepted', { message: 'm2', kind: 'now', idempotency_key: 'k2', to, text: 'two', appointment: '' }],
    [3, 'attempt_started', { message: 'm2', attempt: 1 }],
    [6, 'attempt_in_doubt', { message: 'm2', attempt: 1, why: 'restarted' }],
    [8, 'attempt_reconciled', { message: 'm2', attempt: 1, finding: 'never_seen' }],
    [8, 'attempt_started', { message: 'm2', attempt: 2 }],
    [8, 'attempt_sent', { message: 'm2', attempt: 2 }],
    [9, 'receipt_received', { message: 'm2', status: 'delivered' }],
    [10, 'message_accepted', { message: 'm3', kind: 'reminder', idempotency_key: '', to, text: 'three', appointment: 'a1' }],
    [10, 'attempt_started', { message: 'm3', attempt: 1 }],
    [10, 'attempt_sent', { message: 'm3', attempt: 1 }],
    [11, 'receipt_received', { message: 'm3', status: 'delivered' }],
    [12, 'reply_received', { reply: 'r1', from: to, to: '447700900999', text: 'CANCEL', meaning: 'cancel', automatic: true }],
    [12, 'operation_requested', { operation: 'o1', kind: 'cancel_appointment', appointment: 'a1' }],
    [13, 'operation_finished', { operation: 'o1', result: 'done' }],
    [12, 'operation_requested', { operation: 'o2', kind: 'file_code', appointment: 'a1' }],
    [13, 'operation_finished', { operation: 'o2', result: 'done' }],
  ].map(([second, type, data]) => ({ practice: 'A99001', at: at(second), type, data }));
  const row = (reference, text) => ({ reference, to, text, from: '447700900999', count: 1, status: 'Delivered' });
  return {
    lines,
    client: { problems: [], rows: [
      { key: 'k1', practice: 'A99001', id: 'm1', state: 'promised', text: 'one' },
      { key: 'k2', practice: 'A99001', id: 'm2', state: 'promised', text: 'two' },
    ] },
    provider: { messages: [row('m1', 'one'), row('m2', 'two'), row('m3', 'three')],
      replies: [{ from: to, to: '447700900999', text: 'CANCEL', intent: 'cancel', delivered: true }] },
    clinical: { practices: [{ ods: 'A99001',
      appointments: [{ uid: 'a1', status: 'Cancelled by Patient', comments: [], history: [{ by: 'staff', status: 'Booked' }, { by: 'client', status: 'Cancelled by Patient' }] }],
      coded_entries: [{ free_text: 'Tidings ref 0c8c4d8a-5160-583b-8cf1-683b538e9bfb' }] }] },
    lives: [{ started_at: ms(0), ready_at: ms(1), ended_at: ms(4) }, { started_at: ms(5), ready_at: ms(6), ended_at: null }],
    window: 20, seen_within_ms: 60_000, senders: { A99001: '447700900999' },
  };
}

function judge(day) {
  const log = day.lines.reduce(fold, empty_log());
  const { findings, counts } = compare({ ...day, log });
  return { rules: [...new Set(findings.map((one) => one.rule))], counts };
}

test('ledgers that agree have no findings, and are counted', () => {
  const { rules, counts } = judge(the_day());
  assert.deepEqual(rules, []);
  assert.equal(counts.accepted, 3);
  assert.equal(counts.promised, 2);
  assert.equal(counts.in_doubt, 1);
  assert.equal(counts.in_doubt_by_kill, 1);
  assert.equal(counts.cancelled, 1);
});

const line = (day, type, nth = 0) => day.lines.filter((one) => one.type === type)[nth];
const drop = (day, ...gone) => (day.lines = day.lines.filter((one) => !gone.includes(one)));
const add = (day, second, type, data) => day.lines.push({ practice: 'A99001', at: at(second), type, data });
const appointment = (day) => day.clinical.practices[0].appointments[0];

/** What is changed about the day, and the rule that must see it. */
const cases = [
  ['a promise that the log has lost', 'lost', (day) => (day.lines = day.lines.filter((one) => one.data.message !== 'm1'))],
  ['a message the provider never got', 'lost', (day) => day.provider.messages.shift()],
  ['a reply that was answered with 200 and is not in the log', 'lost', (day) => drop(day, line(day, 'reply_received'))],
  ['the same key with another id', 'wrong_message', (day) => (day.client.rows[0].id = 'm2')],
  ['another text than was asked for', 'wrong_message', (day) => (day.client.rows[0].text = 'none')],
  ['a refused message that was kept', 'refused_but_kept', (day) => (day.client.rows[0].state = 'refused')],
  ['a question without an answer', 'no_answer', (day) => (day.client.rows[0].state = 'waiting')],
  ['a message nobody asked for', 'not_asked_for', (day) => day.client.rows.pop()],
  ['a promise that was taken back', 'broken_promise', (day) => day.client.problems.push('k1: promised, and then answered 404')],
  ['a message accepted twice', 'accepted_twice', (day) => add(day, 1, 'message_accepted', line(day, 'message_accepted').data)],
  ['a message submitted twice without doubt', 'sent_twice', (day) => (day.provider.messages[0].count = 2)],
  ['a message submitted more often than it was in doubt', 'sent_twice', (day) => (day.provider.messages[1].count = 3)],
  ['a message that went to another number', 'wrong_addressee', (day) => (day.provider.messages[0].to = '447700900124')],
  ['a message with another text', 'wrong_addressee', (day) => (day.provider.messages[0].text = 'two')],
  ["a message with another practice's number", 'wrong_practice', (day) => (day.provider.messages[0].from = '447700900998')],
  ['a message the log knows nothing of', 'not_accepted', (day) => day.provider.messages.push({ reference: 'm9', to, text: 'x', count: 1 })],
  ['a message left on its way', 'unsettled', (day) => drop(day, line(day, 'attempt_sent'), line(day, 'receipt_received'))],
  ['a message delivered that ended otherwise', 'wrong_state', (day) => (line(day, 'receipt_received').data.status = 'permanent_failure')],
  ['a reply taken twice', 'reply_twice', (day) => add(day, 13, 'reply_received', line(day, 'reply_received').data)],
  ['a reply that meant something else', 'wrong_act', (day) => (day.provider.replies[0].intent = 'person')],
  ['an operation left open', 'unsettled', (day) => drop(day, line(day, 'operation_finished'))],
  ['a cancellation that is not in the clinical system', 'not_written', (day) => Object.assign(appointment(day), { status: 'Booked', history: [] })],
  ['a cancellation the log knows nothing of', 'written_unknown', (day) => (line(day, 'operation_finished').data.result = 'differs')],
  ['an appointment cancelled twice', 'written_twice', (day) => appointment(day).history.push(appointment(day).history[1])],
  ['a note written twice', 'written_twice', (day) => appointment(day).comments.push('Confirmed by patient (ref 3bc192e4); Confirmed by patient (ref 3bc192e4)')],
  ['a coded entry filed twice', 'written_twice', (day) => day.clinical.practices[0].coded_entries.push(day.clinical.practices[0].coded_entries[0])],
  ['a coded entry that was not filed', 'not_written', (day) => day.clinical.practices[0].coded_entries.pop()],
  ['a doubt that is with nobody', 'doubt_left', (day) => drop(day, line(day, 'attempt_reconciled'), ...day.lines.filter((one) => one.data.message === 'm2' && one.type === 'receipt_received'))],
  ['more doubts than calls can be under way', 'window', (day) => (day.window = 0)],
  ['a doubt seen late', 'seen_late', (day) => (day.seen_within_ms = -1)],
];
for (const [what, rule, change] of cases)
  test(`finds ${what}`, () => {
    const day = the_day();
    change(day);
    const { rules } = judge(day);
    assert.ok(rules.includes(rule), `found ${rules.join(', ') || 'nothing'}`);
  });

test('a broker that is killed again and again before it comes to a practice is not late', () => {
  const day = the_day();
  const [first, last] = day.lives;
  day.seen_within_ms = 1;
  day.lives = [first, { ...last, ready_at: last.started_at, ended_at: last.started_at }, { ...last, ready_at: null }];
  assert.deepEqual(judge(day).rules, [], 'a start that never listened counts for nothing');
});

test('a cancellation that staff had made already is no disagreement', () => {
  const day = the_day();
  Object.assign(appointment(day), { status: 'Cancelled by Unit', history: [{ by: 'staff', status: 'Cancelled by Unit' }] });
  assert.deepEqual(judge(day).rules, []);
});

test('a doubt that is with a person is not left alone', () => {
  const day = the_day();
  drop(day, line(day, 'attempt_reconciled'), ...day.lines.filter((one) => one.data.message === 'm2' && one.type === 'receipt_received'));
  add(day, 9, 'handed_to_staff', { item: 'i1', message: 'm2' });
  assert.ok(!judge(day).rules.includes('doubt_left'));
});

test('the same seed throws the same dice, whatever other dice are thrown', () => {
  const one = make_dice(7);
  const first = one.apart('moments');
  one.apart('faults').unit();
  const again = make_dice(7).apart('moments');
  for (let i = 0; i < 100; i += 1) assert.equal(first.log_between(50, 3000), again.log_between(50, 3000));
  assert.notEqual(make_dice(8).apart('moments').unit(), make_dice(7).apart('moments').unit());
});

test('the options say what is wrong with them', () => {
  assert.equal(read_options([]).kills, 25);
  assert.equal(read_options(['--points', '1']).kills, 0);
  assert.throws(() => read_options(['--kills', 'many']), /--kills: a whole number/);
  assert.throws(() => read_options(['--lunch']), /lunch/);
});
