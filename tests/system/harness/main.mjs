import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { api } from './api.mjs';
import { client } from './client.mjs';
import { compare, duplicate_rules, lost_rules } from './compare.mjs';
import { make_dice } from './dice.mjs';
import { read_log } from './log_ledger.mjs';
import { help, read_options } from './options.mjs';
import { check_poison, poison } from './poison.mjs';
import { pause, until } from './processes.mjs';
import { crash_points, ordered_stops, random_kills } from './scenes.mjs';
import { soak } from './soak.mjs';
import { watcher } from './watcher.mjs';
import { world } from './world.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const window = 20; // calls under way at once: the provider's default in config/broker.yaml
const seen_within_ms = 60_000;
const findings_shown = 40;
const sockets = 12; // of each user, who may have 16 requests under way
const users_count = 3; // who post messages

const sum = (list, name) => list.reduce((all, one) => all + Number(one[name]), 0);

/** What is still under way, at the broker or at those it speaks with, in words; nothing where all is calm. */
async function under_way({ api: door, world: around, options }) {
  const { practices } = await door.get('/api/v1/practices').catch(() => ({ practices: null }));
  if (!practices) return 'the practices aren\'t told';
  if (practices.length < options.practices) return `${practices.length} of ${options.practices} practices are there`;
  const counts = ['queued', 'in_flight', 'in_doubt', 'operations_open'].map((name) => [name, sum(practices, name)]);
  const { receipts_pending, replies_pending } = await around.provider_ledger();
  const busy = [...counts, ['receipts_pending', receipts_pending], ['replies_pending', replies_pending]].filter(([, count]) => count > 0);
  return busy.map(([name, count]) => `${name} ${count}`).join(', ');
}

const events_now = ({ world: around }) =>
  read_log(around, around.data).then((log) => log.events, () => -1);

/** Appointments that had no reminder, and no reason for none. */
const unreminded = (log, clinical) => clinical.practices.flatMap(({ ods, appointments }) => appointments
  .filter(({ uid, status }) => !log.reminded.has(`${ods} ${uid}`) && !status.startsWith('Cancelled'))
  .map(({ uid, status }) => `${ods} ${uid} (${status})`));

/** Of ledgers read while the log stood at `before`: why they can't be compared yet. */
async function unsettled(run, { log, clinical, before }) {
  if (!log) return 'the log can\'t be read';
  if (log.events !== before) return 'the log grew while the ledgers were read';
  const booked = clinical.practices.reduce((all, one) => all + one.appointments.length, 0);
  if (booked < run.options.appointments) return `${booked} of ${run.options.appointments} appointments are booked`;
  const missing = unreminded(log, clinical);
  if (missing.length > 0) return `${missing.length} appointments without a reminder: ${missing.slice(0, 5).join(', ')}`;
  return under_way(run);
}

async function drain(run) {
  const { world: around, options } = run;
  let why = '';
  return until(async () => {
    why = await under_way(run);
    if (why) return void (await pause(200));
    // The ledgers are of one moment: while the other two were read, nothing was added to the log. (Staff move an
    // appointment, and its second reminder goes out between two reads.)
    const before = await events_now(run);
    const [provider, clinical] = [await around.provider_ledger(), await around.clinical_ledger()];
    const log = await read_log(around, around.data, around.path('log.jsonl')).catch(() => null);
    why = await unsettled(run, { log, clinical, before });
    return why ? void (await pause(500)) : { log, provider, clinical };
  }, 'everything is drained', options.limit_s * 1000).catch((problem) => { throw new Error(`${problem.message}; ${why}`, { cause: problem }); });
}

function write_ledgers(run, ledgers) {
  const { world: around } = run;
  const put = (name, what) => writeFileSync(around.path(name), `${JSON.stringify(what, null, 1)}\n`);
  put('client.json', { rows: [...run.client.rows.values()], problems: run.client.problems });
  if (ledgers) put('provider.json', ledgers.provider);
  if (ledgers) put('clinical.json', ledgers.clinical);
  put('run.json', { options: run.options, version: run.version, lives: around.broker?.lives ?? [], stopped: run.stopped });
}

function judge(run, ledgers) {
  const { lives } = run.world.broker;
  const { findings, counts } = compare({
    ...ledgers, lives, window, seen_within_ms,
    client: { rows: [...run.client.rows.values()], problems: run.client.problems },
    senders: Object.fromEntries(run.world.codes.map((code) => [code, run.world.sender_of(code)])),
  });
  for (const { life } of run.stopped)
    for (const [id, message] of ledgers.log.messages)
      for (const one of message.attempts)
        if (one.doubted_at && one.started_at >= lives[life].started_at && one.started_at <= lives[life].ended_at && one.doubted_at >= lives[life].ended_at)
          run.finding('stop', `attempt ${one.number} of ${id} was left in doubt by an ordered stop`);
  run.findings.push(...findings);
  return counts;
}

async function play(run) {
  const { options, world: around } = run;
  await around.open();
  const users = Array.from({ length: users_count + 1 }, () => new api({ ca: around.certificate, port: around.broker.port, sockets }));
  for (const [i, one] of users.entries()) // it may listen a moment before it can write down who signs in
    await until(() => one.sign_in(around.tidings, around.config, around.env, `ledger-${i}`).then(() => true, () => false), 'signed in', 30_000);
  run.api = users.pop(); // who looks on
  await until(() => run.api.get('/api/v1/practices').then(({ practices }) => practices.length === options.practices, () => false), 'every practice has joined', 30_000);
  run.client = new client({ apis: users, practices: around.codes, rate: options.rate, dice: run.dice.client });
  const posting = run.client.run();
  run.watcher = new watcher(run.api);
  const watching = run.watcher.run();

  await random_kills(run, options.kills);
  await crash_points(run, options.points, options.only_points);
  await ordered_stops(run, options.stops);
  if (options.poison) await poison(run);
  await soak(run, options.soak_s);

  await around.tell_the_truth();
  await run.client.stop();
  await posting;
  run.progress('draining');
  const ledgers = await drain(run);
  run.watcher.stop();
  await watching;
  await run.watcher.check(ledgers.log, run.finding);
  const { code } = await around.broker.end('SIGTERM');
  if (code !== 0) run.finding('stop', `the last SIGTERM ended it with ${code}`);
  try {
    execFileSync(around.tidings, ['log', 'verify', '--data', around.data], { env: { ...process.env, ...around.env }, stdio: 'pipe' });
  } catch (problem) {
    run.finding('log_damaged', String(problem.stdout));
  }
  try {
    execFileSync(around.tidings, ['backup', 'verify', around.backups, '--config', around.config], { env: { ...process.env, ...around.env }, stdio: 'pipe' });
  } catch (problem) {
    run.finding('backup_damaged', String(problem.stdout) + String(problem.stderr));
  }
  const counts = judge(run, ledgers);
  if (options.poison) check_poison(run, ledgers.log);
  write_ledgers(run, ledgers);
  return counts;
}

async function main() {
  let options;
  try {
    options = read_options(process.argv.slice(2));
  } catch (problem) {
    console.error(`${problem.message}\n\n${help}`);
    return 2;
  }
  if (options.help) return void console.log(help);
  const folder = resolve(options.data ?? join(root, 'build/system/ledger'));
  mkdirSync(dirname(folder), { recursive: true });
  const dice = make_dice(options.seed);
  const findings = [];
  const began = performance.now();
  const run = {
    options, findings, stopped: [], points_reached: 0,
    version: execFileSync(join(root, 'build/bin/tidings'), ['--version'], { encoding: 'utf8' }).trim(),
    finding: (rule, what) => findings.push({ rule, what }),
    progress: (what) => process.stderr.isTTY ? process.stderr.write(`\r\x1b[K${what}`) : process.stderr.write(`${what}\n`),
    dice: { faults: dice.apart('faults'), moments: dice.apart('moments'), client: dice.apart('client') },
    world: new world({ root, bin: join(root, 'build/bin'), folder, practices: options.practices, appointments: options.appointments,
      book_over_s: 20 * Math.max(1, options.points), seed: options.seed, backups: true }),
  };
  let counts = {};
  try {
    counts = await play(run);
  } catch (problem) {
    run.finding('harness', problem.stack ?? String(problem));
    if (run.client) write_ledgers(run, null);
  } finally {
    await run.world.close();
  }
  const of = (rules) => findings.filter((one) => rules.has(one.rule)).length;
  const ok = findings.length === 0;
  const result = {
    ok, seed: options.seed, version: run.version, kills: options.kills, points: run.points_reached, stops: run.stopped.length,
    poison: options.poison, lives: run.world.broker?.lives.length ?? 0, seconds: Math.round((performance.now() - began) / 1000),
    messages_per_second: run.client?.seconds ? Math.round(run.client.rows.size / run.client.seconds) : 0,
    unanswered: run.client?.unanswered ?? 0, ...counts, stop_ms_max: Math.max(0, ...run.stopped.map((one) => one.took_ms)),
    ...run.poisoned, ...run.soaked, seen_live: run.watcher?.seen.size ?? 0, lost: of(lost_rules), duplicates: of(duplicate_rules), disagreements: findings.length,
  };
  if (ok && !options.keep) rmSync(folder, { recursive: true, force: true });
  else writeFileSync(join(folder, 'result.json'), `${JSON.stringify({ ...result, findings }, null, 1)}\n`);
  for (const { rule, what } of findings.slice(0, findings_shown)) console.log(`  ! ${rule}: ${what}`);
  if (findings.length > findings_shown) console.log(`  ! and ${findings.length - findings_shown} more`);
  if (!ok) console.log(`the ledgers, the logs and the data are kept in ${folder}`);
  console.log(JSON.stringify(result));
  return ok ? 0 : 1;
}

process.exit((await main()) ?? 0); // a run that failed may have left sockets open
