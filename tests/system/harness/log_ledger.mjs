// The log's ledger: every event of `tidings log export`, folded here and not by the broker's own code.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

const fails = { permanent_failure: true, technical_failure: true, temporary_failure: true };

export function empty_log() {
  return { messages: new Map(), replies: [], operations: new Map(), reminded: new Set(), parked: new Map(),
    handed_over: new Set(), events: 0 };
}

const at_ms = (text) => Date.parse(text);

/** What each kind of event changes; those that aren't named change nothing here. */
const on = {
  message_accepted(log, e, { practice, at }) {
    log.messages.set(e.message, { practice, kind: e.kind, key: e.idempotency_key, to: e.to, text: e.text, state: 'accepted',
      accepted: (log.messages.get(e.message)?.accepted ?? 0) + 1, accepted_at: at, attempts: [] });
    if (e.appointment) log.reminded.add(`${practice} ${e.appointment}`);
  },
  message_suppressed: (log, e, { practice }) => log.reminded.add(`${practice} ${e.appointment}`),
  message_cancelled: (log, e) => move(log, e.message, 'cancelled'),
  message_expired: (log, e) => move(log, e.message, 'expired'),
  message_failed: (log, e) => move(log, e.message, 'technical_failure'),
  attempt_started(log, e, { at }) {
    const message = move(log, e.message, 'dispatching');
    message.attempts.push({ number: e.attempt, started_at: at, doubted_at: null, why: null, settled_at: null });
  },
  attempt_sent(log, e, { at }) {
    const message = message_of(log, e.message);
    if (['accepted', 'dispatching', 'in_doubt'].includes(message.state)) message.state = 'sent';
    settle(message, e.attempt, at);
  },
  attempt_failed(log, e, { at }) {
    const message = message_of(log, e.message);
    if (['dispatching', 'in_doubt'].includes(message.state)) message.state = 'accepted';
    settle(message, e.attempt, at);
  },
  attempt_in_doubt(log, e, { at }) {
    const message = message_of(log, e.message);
    if (message.state === 'dispatching') message.state = 'in_doubt';
    const attempt = message.attempts.find((one) => one.number === e.attempt);
    if (attempt) Object.assign(attempt, { doubted_at: at, why: e.why, settled_at: null });
  },
  attempt_reconciled(log, e, { at }) {
    const message = message_of(log, e.message);
    if (e.finding === 'unknown') return;
    if (message.state === 'in_doubt') message.state = e.finding === 'seen' ? 'sent' : 'accepted';
    settle(message, e.attempt, at);
  },
  receipt_received(log, e, { at }) {
    const message = message_of(log, e.message);
    message.receipts = (message.receipts ?? 0) + 1;
    if (e.status === 'delivered') message.state = 'delivered';
    else if (fails[e.status] && message.state !== 'delivered') message.state = e.status;
    for (const attempt of message.attempts) if (attempt.doubted_at) attempt.settled_at ??= at;
  },
  reply_received: (log, e, { practice }) => log.replies.push({ practice, id: e.reply, from: e.from, to: e.to, text: e.text, meaning: e.meaning, automatic: e.automatic }),
  operation_requested: (log, e, { practice }) => log.operations.set(e.operation, { practice, kind: e.kind, appointment: e.appointment, result: null }),
  operation_finished: (log, e) => Object.assign(log.operations.get(e.operation) ?? {}, { result: e.result, detail: e.detail }),
  handed_to_staff: (log, e) => e.message && log.handed_over.add(e.message),
  command_parked: (log, e, { practice, at }) => log.parked.set(e.item, { practice, kind: e.kind, tries: e.tries, at, released: null }),
  parked_released: (log, e) => Object.assign(log.parked.get(e.item) ?? {}, { released: e.retried ? 'retried' : 'discarded' }),
};

/** A message that was told of before it was accepted is itself a finding; compare() sees that it has no `accepted`. */
function message_of(log, id) {
  if (!log.messages.has(id)) log.messages.set(id, { practice: null, kind: null, key: '', state: 'unknown', accepted: 0, attempts: [] });
  return log.messages.get(id);
}
function move(log, id, state) {
  const message = message_of(log, id);
  message.state = state;
  return message;
}
function settle(message, number, at) {
  const attempt = message.attempts.find((one) => one.number === number);
  if (attempt) attempt.settled_at ??= at;
}

export function fold(log, line) {
  log.events += 1;
  on[line.type]?.(log, line.data, { practice: line.practice, at: at_ms(line.at) });
  return log;
}

/** Reads a data folder, beside a running broker or without one; `config` names the keys. The lines are kept in `copy_to` when it is given. */
export async function read_log({ tidings, config, env }, data, copy_to) {
  const child = spawn(tidings, ['log', 'export', '--reveal', '--config', config, '--data', data],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const ended = new Promise((done) => child.once('close', done));
  let said = '';
  child.stderr.on('data', (part) => (said += part));
  const copy = copy_to ? createWriteStream(copy_to) : null;
  const log = empty_log();
  for await (const line of createInterface({ input: child.stdout })) {
    fold(log, JSON.parse(line));
    copy?.write(`${line}\n`);
  }
  const code = await ended;
  if (copy) await new Promise((done) => copy.end(done));
  if (code !== 0) throw new Error(`the log can't be read: ${said}`);
  return log;
}
