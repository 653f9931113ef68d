// Posts messages and keeps its own ledger of what was promised: a 2xx is a promise, anything else is asked again with
// the same key until there is an answer.
import { pause } from './processes.mjs';

const again_ms = 50; // after no answer, or one that says later
const outstanding_max = 60;
const repeat_share = 0.05; // of the promised are asked once more: it must be the same message

export class client {
  constructor({ apis, practices, rate, dice, label = 'k' }) {
    Object.assign(this, { apis, practices, rate, dice, label });
    this.rows = new Map(); // key -> {practice, to, text, id, state: waiting | promised | refused, …}
    this.problems = [];
    this.posts = 0;
    this.unanswered = 0;
    this.outstanding = 0;
    this.running = false;
    this.work = new Set();
  }

  count(state) {
    let sum = 0;
    for (const row of this.rows.values()) if (row.state === state) sum += 1;
    return sum;
  }

  /** A new message; resolves once it has an answer that stays. `words` go into its text. */
  say(words = '', practice = this.dice.pick(this.practices)) {
    const key = `${this.label}-${this.rows.size + 1}`;
    const to = `07700 900${String(this.dice.between(0, 999)).padStart(3, '0')}`;
    const row = { key, practice, to, text: `Test message ${key} of ${practice}.${words && ` ${words}`}`, state: 'waiting',
      id: null, tries: 0, first_at: Date.now(), promised_at: null };
    this.rows.set(key, row);
    const done = this.ask(row).then(async () => {
      if (row.state === 'promised' && this.dice.chance(repeat_share)) await this.ask(row, true);
    });
    this.work.add(done);
    done.finally(() => this.work.delete(done));
    return done.then(() => row);
  }

  async ask(row, repeated = false) {
    this.outstanding += 1;
    const body = { practice: row.practice, to: row.to, text: row.text };
    for (;;) {
      row.tries += 1;
      this.posts += 1;
      let answer = null;
      try {
        answer = await this.apis[this.posts % this.apis.length].post_json('/api/v1/messages', body, { 'Idempotency-Key': row.key });
      } catch {
        this.unanswered += 1; // the broker is gone or going
      }
      if (answer?.status === 201) {
        this.promised(row, answer.body, repeated);
        break;
      }
      if (answer && answer.status < 500 && answer.status !== 429) {
        if (repeated) this.problems.push(`${row.key}: promised, and then answered ${answer.status}`);
        row.state = 'refused';
        row.refusal = { status: answer.status, body: answer.body };
        break;
      }
      await pause(again_ms);
    }
    this.outstanding -= 1;
  }

  promised(row, { id, repeated }, asked_again) {
    if (row.id !== null && row.id !== id) this.problems.push(`${row.key}: was ${row.id} and is ${id} now`);
    if (asked_again && !repeated) this.problems.push(`${row.key}: ${id} was promised, and was new when asked again`);
    row.id = id;
    row.state = 'promised';
    row.promised_at ??= Date.now();
  }

  /** Posts at the rate until `stop`. */
  async run() {
    this.running = true;
    const began = performance.now();
    let made = 0;
    while (this.running) {
      const wanted = Math.floor(((performance.now() - began) / 1000) * this.rate);
      while (made < wanted && this.outstanding < outstanding_max) {
        this.say();
        made += 1;
      }
      if (this.outstanding >= outstanding_max) made = wanted; // while the broker is away nothing piles up
      await pause(10);
    }
    this.seconds = (performance.now() - began) / 1000;
  }

  async stop() {
    this.running = false;
    while (this.work.size > 0) await Promise.all(this.work);
  }
}
