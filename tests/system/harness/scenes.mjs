// What is done to the broker while it works. Each scene begins with it running and ends with it running.
import { readFileSync } from 'node:fs';

import { draw_clinical_faults, draw_provider_faults, no_provider_faults } from './faults.mjs';
import { is_running, pause, until } from './processes.mjs';

const apart_ms = [50, 3000];
const killed_while_starting = 0.2;
const stop_limit_ms = 10_000;
const point_limit_ms = 120_000; // a backup on a busy machine

/** New lies for the next life. */
async function lie(run) {
  if (run.options.truthful) return;
  await run.world.provider_faults(draw_provider_faults(run.dice.faults));
  await run.world.clinical_faults(draw_clinical_faults(run.dice.faults));
}

async function start_again(run, env = {}) {
  run.world.broker.begin(env);
  if (!(await run.world.broker.ready())) throw new Error('the broker ended while it started');
}

export async function random_kills(run, kills) {
  const { broker } = run.world;
  for (let i = 1; i <= kills; i += 1) {
    await lie(run);
    await pause(run.dice.moments.log_between(...apart_ms));
    await broker.end('SIGKILL');
    broker.begin();
    if (run.dice.moments.chance(killed_while_starting) && i < kills) continue; // the next one may come before it listens
    if (!(await broker.ready())) throw new Error('the broker did not start after a kill');
    run.progress(`killed ${i} of ${kills}`);
  }
  if (broker.life.ready_at === null && !(await broker.ready())) throw new Error('the broker did not start after a kill');
}

/** It listens a moment before it can write down who asks and before its practices have joined, and may be busy. */
const not_yet = new Set([404, 429, 503]);

async function ask_until_it_dies({ api, world: { broker } }, question) {
  const give_up = performance.now() + point_limit_ms;
  for (let n = 0; is_running(broker.child) && performance.now() < give_up; n += 1) {
    const [path, body] = question(n);
    const said = await api.call('POST', path, { body, headers: { 'Content-Type': 'application/json' } }).catch((problem) => ({ status: 0, body: String(problem) }));
    if (said.status >= 400 && !not_yet.has(said.status)) throw new Error(`POST ${path}: ${said.status} ${JSON.stringify(said.body)}`);
    await pause(said.status === 200 ? 0 : 500);
  }
}

/** Makes the broker come past a place it doesn't come past by itself. */
const provoke = {
  mid_backup: (run) => ask_until_it_dies(run, () => ['/api/v1/backups', '']),
  mid_key_rotation: (run) => ask_until_it_dies(run, (n) => [`/api/v1/practices/${run.world.codes[n % run.world.codes.length]}/rotate-keys`, '{}']),
  mid_snapshot: async ({ world: { broker } }) => {
    await pause(300);
    broker.child.kill('SIGTERM'); // each practice keeps its state when it is stopped
  },
  mid_compaction: async (run, env) => {
    // Each start leaves a table file; after a few of them they are put together.
    const { broker } = run.world;
    for (let starts = 0; starts < 12; starts += 1) {
      await Promise.race([broker.child.ended, pause(600)]);
      if (!is_running(broker.child)) return;
      await broker.end('SIGKILL');
      broker.begin(env);
      await broker.ready();
    }
  },
};
/** How often a place may be passed before the crash, at most: rare places come first. */
const passes_max = { before_append: 40, mid_batch: 30, after_append: 40, before_provider_call: 30, after_provider_call: 30,
  before_write_back: 3, after_write_back: 3, mid_snapshot: 5, mid_compaction: 1,
  mid_backup: 1, mid_key_rotation: 12 };
export const wired_points = Object.keys(passes_max);

const times_reached = (run, point) => readFileSync(run.world.broker.log, 'utf8').split(`crash point ${point} reached`).length - 1;

async function crash_at(run, point) {
  const { broker } = run.world;
  const env = { TIDINGS_CRASH_AT: `${point}:${run.dice.moments.between(1, passes_max[point])}` };
  await lie(run);
  await broker.end('SIGKILL');
  const before = times_reached(run, point);
  broker.begin(env);
  if (await broker.ready()) await provoke[point]?.(run, env);
  await until(() => !is_running(broker.child), `the broker comes past ${env.TIDINGS_CRASH_AT}`, point_limit_ms);
  const { signal } = await broker.child.ended;
  if (signal !== 'SIGKILL' || times_reached(run, point) !== before + 1) throw new Error(`the broker ended, and not at ${env.TIDINGS_CRASH_AT}`);
  run.points_reached += 1;
  await start_again(run);
}

export async function crash_points(run, times, only) {
  const points = only.length > 0 ? only : wired_points;
  for (const point of points)
    if (!wired_points.includes(point)) throw new Error(`--point ${point}: one of ${wired_points.join(', ')}`);
  for (let i = 0; i < times; i += 1)
    for (const point of points) {
      await crash_at(run, point);
      run.progress(`crashed at ${point}`);
    }
}

/** Told to stop while calls are under way at a provider that takes its time and answers all of them. */
export async function ordered_stops(run, stops) {
  const { broker } = run.world;
  await run.world.tell_the_truth();
  for (let i = 1; i <= stops; i += 1) {
    await run.world.provider_faults({ ...no_provider_faults, delay_ms: 1_000 });
    await pause(1_500); // calls are under way
    const { code, signal, took_ms } = await broker.end('SIGTERM');
    run.stopped.push({ life: broker.lives.length - 1, took_ms: Math.round(took_ms) });
    if (code !== 0) run.finding('stop', `SIGTERM ended it with ${signal ?? code}`);
    if (took_ms > stop_limit_ms) run.finding('stop', `SIGTERM took ${Math.round(took_ms)} ms`);
    await start_again(run);
    run.progress(`stopped ${i} of ${stops} in ${Math.round(took_ms)} ms`);
  }
}
