// Processes the harness starts, and ends by their pid: a ready line, a port file, a signal.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Looks again each tenth of a second until `look` gives something; fails with `what` after `limit_ms`. */
export async function until(look, what, limit_ms) {
  const give_up = performance.now() + limit_ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > give_up) throw new Error(`not within ${limit_ms} ms: ${what}`);
    await pause(20);
  }
}

/** A child whose end is a promise: `{code, signal, at}`. */
export function start(command, args, { env = {}, log, out }) {
  const error_to = openSync(log, 'a');
  const out_to = out ? openSync(out, 'w') : 'ignore';
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', out_to, error_to] });
  closeSync(error_to);
  if (out) closeSync(out_to);
  child.ended = new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code, signal) => done({ code, signal, at: Date.now() }));
  });
  child.ended.catch(() => {}); // whoever waits for it hears it
  return child;
}

export const is_running = (child) => child !== null && child.exitCode === null && child.signalCode === null;

/** A simulator prints one line of JSON when it listens. */
export async function start_simulator(bin, args, { log, out }) {
  const child = start(bin, args, { log, out });
  await until(() => {
    if (!is_running(child)) throw new Error(`${args[0]} did not start, see ${log}`);
    return existsSync(out) && statSync(out).size > 0 && readFileSync(out, 'utf8').endsWith('\n');
  }, `${args[0]} is ready`, 30_000);
  return { child, ready: JSON.parse(readFileSync(out, 'utf8')) };
}

/** The broker, as often as it is started. Its port stays the same, since the provider knows it. */
export class broker {
  constructor({ bin, config, env, port_file, log }) {
    Object.assign(this, { bin, config, env, port_file, log });
    this.child = null;
    this.port = 0;
    this.lives = []; // {started_at, ready_at, ended_at, how}
  }

  begin(extra = {}) {
    rmSync(this.port_file, { force: true });
    this.child = start(this.bin, ['serve', this.config],
      { env: { ...this.env, TIDINGS_DEMO_PORT: String(this.port), ...extra }, log: this.log });
    this.life = { started_at: Date.now(), ready_at: null, ended_at: null, how: null };
    this.lives.push(this.life);
    const life = this.life;
    this.child.ended.then(({ code, signal, at }) => {
      life.ended_at = at;
      life.how = signal ?? `exit ${code}`;
    });
    return this.child;
  }

  /** Resolves false when the process ended before it listened. */
  async ready(limit_ms = 30_000) {
    const life = this.life;
    const listens = await until(() => {
      if (!is_running(this.child)) return 'ended';
      return existsSync(this.port_file) && readFileSync(this.port_file, 'utf8').trim();
    }, 'the broker listens', limit_ms);
    if (listens === 'ended') return false;
    this.port = Number(listens);
    life.ready_at = Date.now();
    return true;
  }

  async end(signal) {
    const from = performance.now();
    if (is_running(this.child)) this.child.kill(signal);
    const how = await this.child.ended;
    return { ...how, took_ms: performance.now() - from };
  }
}
