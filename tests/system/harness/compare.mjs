// Compares four ledgers: the API client's, the provider's, the clinical system's and the log's. Pure. Each rule has a
// name, so that a finding says which promise was broken; compare_test.mjs shows that each can be.

const unsettled = new Set(['accepted', 'dispatching', 'in_doubt', 'unknown']);
const never_went = new Set(['cancelled', 'expired', 'technical_failure']);

/** What was promised to the client is in the log, once, as it was said; and nothing else is. */
function client_and_log({ client, log }, finding) {
  const by_key = new Map();
  for (const [id, message] of log.messages) if (message.key) by_key.set(`${message.practice} ${message.key}`, id);
  for (const row of client.rows) {
    const id = by_key.get(`${row.practice} ${row.key}`);
    const message = log.messages.get(row.id ?? id);
    if (row.state === 'promised') {
      if (!message || message.accepted === 0) finding('lost', `${row.key}: ${row.id} was promised and is not in the log`);
      else if (row.id !== id) finding('wrong_message', `${row.key}: ${row.id} was promised, the log has ${id} under this key`);
      else if (message.text !== row.text) finding('wrong_message', `${row.key}: the log has another text`);
    }
    if (row.state === 'refused' && message) finding('refused_but_kept', `${row.key} was refused and is in the log`);
    // released: was parked, and discarded or let go by a person. Whether it is there is that person's doing.
    if (row.state === 'waiting') finding('no_answer', `${row.key} never had an answer`);
    by_key.delete(`${row.practice} ${row.key}`);
  }
  for (const [key, id] of by_key) finding('not_asked_for', `${id} is in the log under the key ${key}, which nobody used`);
  for (const problem of client.problems) finding('broken_promise', problem);
  for (const [id, message] of log.messages)
    if (message.accepted > 1) finding('accepted_twice', `${id} was accepted ${message.accepted} times`);
}

/** Every accepted message went out, exactly once unless an attempt was in doubt; as written; to nobody else. */
function log_and_provider({ log, provider, senders }, counts, finding) {
  const taken = new Map();
  for (const row of provider.messages) {
    const known = taken.get(row.reference);
    if (known) finding('wrong_addressee', `${row.reference} went to two numbers`);
    taken.set(row.reference, { count: Number(row.count) + (known?.count ?? 0), ...row, count_of_row: row.count });
  }
  for (const [id, message] of log.messages) {
    const at_provider = taken.get(id);
    const times = at_provider ? Number(at_provider.count) : 0;
    const doubts = message.attempts.filter((one) => one.doubted_at).length;
    counts.attempts += message.attempts.length;
    counts.in_doubt += doubts;
    if (times > 0) counts.submitted += 1;
    if (unsettled.has(message.state)) finding('unsettled', `${id} ended ${message.state}`);
    if (times === 0 && message.accepted && !never_went.has(message.state)) finding('lost', `${id} is ${message.state} by the log, and the provider never got it`);
    if (times > message.attempts.length) finding('sent_twice', `${id} was submitted ${times} times in ${message.attempts.length} attempts`);
    if (times > 1) {
      if (times > 1 + doubts) finding('sent_twice', `${id} was submitted ${times} times, ${doubts} of its attempts were in doubt`);
      else counts.again_after_doubt += 1;
    }
    if (!at_provider) continue;
    if (at_provider.to !== message.to || at_provider.text !== message.text)
      finding('wrong_addressee', `${id}: number or text at the provider isn't the log's`);
    if (senders && at_provider.from !== senders[message.practice]) finding('wrong_practice', `${id} of ${message.practice} went out as ${at_provider.from}`);
    if (at_provider.status === 'Delivered' && message.state === 'sent') counts.receipts_lost += 1;
    else if (at_provider.status === 'Delivered' && message.state !== 'delivered') finding('wrong_state', `${id} was delivered and is ${message.state} by the log`);
  }
  for (const id of taken.keys()) if (!log.messages.has(id)) finding('not_accepted', `the provider got ${id}, which the log doesn't know`);
}

/** Each reply the broker answered with 200 is in the log once, at the practice it was sent to. */
function replies({ log, provider, senders }, counts, finding) {
  const name = (practice, from, text) => `${practice}|${from}|${text}`;
  const practice_of = new Map(Object.entries(senders ?? {}).map(([practice, number]) => [number, practice]));
  const tally = new Map();
  const add = (key, by) => tally.set(key, (tally.get(key) ?? 0) + by);
  for (const one of provider.replies) if (one.delivered) add(name(practice_of.get(one.to) ?? one.to, one.from, one.text), 1);
  for (const one of log.replies) add(name(one.practice, one.from, one.text), -1);
  counts.replies = log.replies.length;
  for (const [key, sum] of tally) {
    if (sum > 0) finding('lost', `reply ${key.split('|')[0]} is at the provider ${sum} times more than in the log`);
    if (sum < 0) finding('reply_twice', `reply at ${key.split('|')[0]} is in the log ${-sum} times more than at the provider`);
  }
  const meant = new Map(provider.replies.map((one) => [name(practice_of.get(one.to) ?? one.to, one.from, one.text), one.intent]));
  for (const one of log.replies)
    if (one.automatic && one.meaning === 'cancel' && meant.get(name(one.practice, one.from, one.text)) !== 'cancel')
      finding('wrong_act', `a reply at ${one.practice} was taken for a cancellation and wasn't one`);
}

/** What the log says was written is in the clinical system, once; and nothing else of ours is. */
function log_and_clinical({ log, clinical }, counts, finding) {
  const ours = { cancel_appointment: new Set(), confirm_appointment: new Set() };
  let filed = 0;
  for (const [id, one] of log.operations) {
    if (one.result === null) finding('unsettled', `operation ${id} (${one.kind}) is open`);
    if (one.result === 'rejected') counts.rejected += 1;
    if (one.result !== 'done') continue;
    if (one.kind === 'file_code') filed += 1;
    else ours[one.kind]?.add(`${one.practice} ${one.appointment}`);
  }
  const theirs = { cancel_appointment: new Set(), confirm_appointment: new Set() };
  const gone = new Set(); // cancelled by staff: to cancel it once more had nothing to write
  let entries = 0;
  for (const { ods, appointments, coded_entries } of clinical.practices) {
    for (const { uid, history, comments, status } of appointments) {
      if (status.startsWith('Cancelled')) gone.add(`${ods} ${uid}`);
      const cancels = history.filter((one) => one.by === 'client' && one.status.startsWith('Cancelled')).length;
      if (cancels > 0) theirs.cancel_appointment.add(`${ods} ${uid}`);
      if (cancels > 1) finding('written_twice', `${ods} ${uid} was cancelled ${cancels} times`);
      const last = comments.at(-1) ?? '';
      if (last.includes('Confirmed by patient')) theirs.confirm_appointment.add(`${ods} ${uid}`);
      const marks = [...last.matchAll(/\(ref ([0-9a-f]+)\)/g)].map((mark) => mark[1]);
      if (new Set(marks).size < marks.length) finding('written_twice', `${ods} ${uid} has the same note twice`);
    }
    entries += coded_entries.length;
    const marks = coded_entries.map((one) => /Tidings ref (\S{36})/.exec(one.free_text)?.[1]).filter(Boolean);
    if (new Set(marks).size < marks.length) finding('written_twice', `${ods} has a coded entry twice`);
  }
  for (const kind of Object.keys(ours)) {
    for (const key of ours[kind]) if (!theirs[kind].has(key) && !(kind === 'cancel_appointment' && gone.has(key))) finding('not_written', `${key}: ${kind} is done by the log, not in the clinical system`);
    for (const key of theirs[kind]) if (!ours[kind].has(key)) finding('written_unknown', `${key}: ${kind} in the clinical system, not done by the log`);
  }
  if (filed !== entries) finding(filed > entries ? 'not_written' : 'written_unknown', `${filed} coded entries by the log, ${entries} in the clinical system`);
  Object.assign(counts, { confirmed: ours.confirm_appointment.size, cancelled: ours.cancel_appointment.size, filed });
}

/** How long any one life listened between two moments: a restart that is killed before it comes to a practice shows nothing. */
const listened_ms = (lives, from, to) => Math.max(0, ...lives.map(({ ready_at, ended_at }) =>
  ready_at === null ? 0 : Math.min(ended_at ?? to, to) - Math.max(ready_at, from)));

/**
 * What the kills left in doubt, seen soon after the restart, settled or with a person. At most a window of calls is on its
 * way; a place is free again when the provider has answered, and what it answered is on disk a sync later: a busy machine
 * has as much again there.
 */
function doubts({ log, lives, provider, window, seen_within_ms }, counts, finding) {
  const by_life = new Map(), on_its_way = new Map();
  const received = new Map(); // reference -> when
  for (const one of provider.messages) received.set(one.reference, [...(received.get(one.reference) ?? []), Date.parse(one.received_at)]);
  for (const [id, message] of log.messages)
    for (const attempt of message.attempts) {
      if (!attempt.doubted_at) continue;
      if (!attempt.settled_at && !log.handed_over.has(id)) finding('doubt_left', `attempt ${attempt.number} of ${id} is in doubt and with nobody`);
      const life = lives.findLastIndex((one) => one.started_at <= attempt.started_at);
      const ended = lives[life]?.ended_at;
      if (!ended || attempt.doubted_at < ended) continue; // the provider made this one, not the kill
      counts.in_doubt_by_kill += 1;
      by_life.set(life, (by_life.get(life) ?? 0) + 1);
      const there = (received.get(id) ?? []).some((at) => at >= attempt.started_at && at < ended);
      if (!there) on_its_way.set(life, (on_its_way.get(life) ?? 0) + 1);
      const waited = listened_ms(lives.slice(life + 1), ended, attempt.doubted_at);
      if (waited > seen_within_ms)
        finding('seen_late', `attempt ${attempt.number} of ${id} was in doubt ${waited} ms after a restart`);
    }
  for (const [life, sum] of by_life) {
    counts.in_doubt_of_a_kill_max = Math.max(counts.in_doubt_of_a_kill_max, sum);
    const unseen = on_its_way.get(life) ?? 0;
    if (unseen > window) finding('window', `life ${life + 1} left ${unseen} attempts in doubt that the provider hadn't got, more than ${window} can be on their way`);
    if (sum > 2 * window) finding('window', `life ${life + 1} left ${sum} attempts in doubt, more than ${2 * window} can be on their way or answered and not yet on disk`);
  }
}

/** `{findings: [{rule, what}], counts}`. `senders`: practice -> the number it sends from. */
export function compare(ledgers) {
  const findings = [];
  const counts = { attempts: 0, submitted: 0, in_doubt: 0, in_doubt_by_kill: 0, in_doubt_of_a_kill_max: 0, again_after_doubt: 0,
    receipts_lost: 0, replies: 0, rejected: 0 };
  const finding = (rule, what) => findings.push({ rule, what });
  client_and_log(ledgers, finding);
  log_and_provider(ledgers, counts, finding);
  replies(ledgers, counts, finding);
  log_and_clinical(ledgers, counts, finding);
  doubts(ledgers, counts, finding);
  counts.promised = ledgers.client.rows.filter((row) => row.state === 'promised').length;
  counts.refused = ledgers.client.rows.filter((row) => row.state === 'refused').length;
  counts.accepted = [...ledgers.log.messages.values()].filter((one) => one.accepted).length;
  return { findings, counts };
}

export const lost_rules = new Set(['lost']);
export const duplicate_rules = new Set(['sent_twice', 'accepted_twice', 'reply_twice', 'written_twice']);
