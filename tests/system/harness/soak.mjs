// A long steady load, and what the broker's process comes to meanwhile: memory, open files, disk, time to answer.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { is_running, pause } from './processes.mjs';

const sample_every_ms = 10_000;
const warm_up_share = 0.2; // caches fill and practices join: not counted
const long_run_s = 3_600; // from here on the limits below are judged: in less, noise is larger than they are
// reliability.md R11: RSS less than 1 % an hour, no more open files, p99 less than 20 % worse.
const rss_percent_an_hour_max = 1;
const p99_share_max = 1.2;
const fds_more_max = 2; // a backup or a poll may be under way at the last look

const bytes_in = (folder) => readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
  const path = join(folder, entry.name);
  try {
    return sum + (entry.isDirectory() ? bytes_in(path) : statSync(path).size);
  } catch {
    return sum; // gone meanwhile
  }
}, 0);

function look_at(broker, data, began) {
  const status = readFileSync(`/proc/${broker.child.pid}/status`, 'utf8');
  return {
    at_s: (performance.now() - began) / 1000,
    rss_kb: Number(/VmRSS:\s+(\d+)/.exec(status)[1]),
    fds: readdirSync(`/proc/${broker.child.pid}/fd`).length,
    disk: bytes_in(data),
  };
}

/** The least squares' slope of `pick` over time, per second. */
export function slope(samples, pick) {
  const n = samples.length;
  const mean = (of) => samples.reduce((sum, one) => sum + of(one), 0) / n;
  const [x, y] = [mean((one) => one.at_s), mean(pick)];
  const spread = samples.reduce((sum, one) => sum + (one.at_s - x) ** 2, 0);
  return spread === 0 ? 0 : samples.reduce((sum, one) => sum + (one.at_s - x) * (pick(one) - y), 0) / spread;
}

export function p99(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))];
}

/** What the samples and the answers' times (`{at_s, took_ms}`) come to. */
export function weigh(samples, times, seconds) {
  const warm = samples.filter((one) => one.at_s >= seconds * warm_up_share);
  if (warm.length < 2) return { samples: samples.length };
  const [first, last] = [warm[0], warm.at(-1)];
  const quarter = (from, to) => times.filter((one) => one.at_s >= from * seconds && one.at_s < to * seconds).map((one) => one.took_ms);
  const middle = warm.reduce((sum, one) => sum + one.rss_kb, 0) / warm.length;
  return {
    samples: samples.length,
    rss_mb: Math.round(last.rss_kb / 1024),
    rss_percent_an_hour: Number(((slope(warm, (one) => one.rss_kb) * 3_600 * 100) / middle).toFixed(2)),
    fds_first: first.fds, fds_last: last.fds,
    disk_mb: Math.round(last.disk / 1_048_576),
    p99_ms_early: Number(p99(quarter(warm_up_share, warm_up_share + 0.25)).toFixed(1)),
    p99_ms_late: Number(p99(quarter(0.75, 1)).toFixed(1)),
  };
}

/** What of it breaks a limit, in words; nothing where the run is too short to say. */
export function complaints(weighed, seconds) {
  if (seconds < long_run_s || weighed.rss_mb === undefined) return [];
  const out = [];
  if (weighed.rss_percent_an_hour >= rss_percent_an_hour_max) out.push(`memory grows by ${weighed.rss_percent_an_hour} % an hour`);
  if (weighed.fds_last > weighed.fds_first + fds_more_max) out.push(`${weighed.fds_first} files were open early, ${weighed.fds_last} at the end`);
  if (weighed.p99_ms_late > weighed.p99_ms_early * p99_share_max) out.push(`p99 was ${weighed.p99_ms_early} ms early, ${weighed.p99_ms_late} ms at the end`);
  return out;
}

export async function soak(run, seconds) {
  if (seconds === 0) return;
  await run.world.tell_the_truth();
  const began = performance.now();
  const clock_began = Date.now();
  const samples = [];
  while (performance.now() - began < seconds * 1000) {
    if (!is_running(run.world.broker.child)) return void run.finding('soak', 'the broker ended by itself');
    samples.push(look_at(run.world.broker, run.world.data, began));
    run.progress(`${Math.round(samples.at(-1).at_s)} of ${seconds} s: ${Math.round(samples.at(-1).rss_kb / 1024)} MB, ${samples.at(-1).fds} files`);
    await pause(Math.min(sample_every_ms, Math.max(0, seconds * 1000 - (performance.now() - began))));
  }
  const times = [...run.client.rows.values()]
    .filter((row) => row.promised_at !== null && row.tries <= 2 && row.first_at >= clock_began)
    .map((row) => ({ at_s: (row.first_at - clock_began) / 1000, took_ms: row.promised_at - row.first_at }));
  run.soaked = weigh(samples, times, seconds);
  for (const one of complaints(run.soaked, seconds)) run.finding('soak', one);
}
