// Restore drills: a broker under load is backed up and killed, its backup is restored to an empty host, and the ledgers are
// compared. The provider and the clinical systems live on, as they do.
//   node restore_drill.mjs BIN_FOLDER DATA_FOLDER [--drills N] [--seed S] [--appointments M]
// Last line: `restore: drills=N restored=N resent=0 lost=0 sent_while_fenced=0 tail=… in_doubt=… differs=0 old_refused=N`
import { spawn, execFile } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const [bin, base, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => (rest.includes(name) ? Number(rest[rest.indexOf(name) + 1]) : otherwise);
const drills = option('--drills', 3);
const first_seed = option('--seed', 1);
const appointments = option('--appointments', 60);
const practices = ['A99001', 'A99002'];
const step_limit_ms = 120_000; // a slow machine; each step takes a second or a few
const look_every_ms = 200;

const children = new Set();
function start(program, args, log, env = {}) {
  const out = openSync(log, 'a');
  const child = spawn(join(bin, program), args, { cwd: root, stdio: ['ignore', 'pipe', out], env: { ...process.env, ...env } });
  closeSync(out);
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}
async function first_line(child, what) {
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([once(lines, 'line').then(([text]) => text), once(child, 'exit').then(() => null)]);
  if (line === null) throw new Error(`${what} did not start`);
  return JSON.parse(line);
}
async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}
async function until(what, check) {
  const give_up = Date.now() + step_limit_ms;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > give_up) throw new Error(`waited too long until ${what}`);
    await wait(look_every_ms);
  }
}
const run = async (...args) => {
  const done = await promisify(execFile)(join(bin, 'tidings'), args, { cwd: root, maxBuffer: 1 << 28 }).catch((e) => e);
  return { code: done.code ?? 0, out: done.stdout, err: done.stderr };
};
async function must(...args) {
  const done = await run(...args);
  if (done.code !== 0) throw new Error(`tidings ${args.join(' ')}: ${done.out}${done.err}`);
  return done.out;
}
/** Repeatable from a seed (mulberry32). */
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Node 20 has no Map.groupBy. */
function group(all, key) {
  const groups = new Map();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

const get = async (url) => (await fetch(url)).json();

class Drill {
  constructor(seed) {
    this.seed = seed;
    this.random = dice(seed);
    this.folder = join(resolve(base), `drill-${seed}`);
    rmSync(this.folder, { recursive: true, force: true });
    for (const part of ['practices', 'tls', 'secrets']) mkdirSync(join(this.folder, part), { recursive: true });
  }
  path(...parts) {
    return join(this.folder, ...parts);
  }

  async world() {
    const codes = practices.join(',');
    this.clinical = start('tidings-sim', ['systmone', '--practices', codes, '--appointments', String(appointments), '--book-over', '8',
      '--seed', String(this.seed), '--state', this.path('systmone.json'), '--requests-per-second', '50', '--record-interval-ms', '0'], this.path('systmone.log'));
    this.provider = start('tidings-sim', ['firetext', '--api-key', 'demo-key', '--seed', String(this.seed), '--state', this.path('firetext.json'),
      '--receipt-delay-ms', '300,1500', '--reply-delay-ms', '60000,60000'], this.path('firetext.log'));
    const systems = await first_line(this.clinical, 'systmone');
    const firetext = await first_line(this.provider, 'firetext');
    this.control = `http://127.0.0.1:${firetext.control ?? firetext.port}/_control`;
    await must('keys', 'new-master', this.path('master.key'));
    await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
      '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', this.path('tls/key.pem'), '-out', this.path('tls/certificate.pem')]);
    const demo = readFileSync(join(root, 'config/demo/broker.yaml'), 'utf8').replace('../templates', join(root, 'config/templates'));
    writeFileSync(this.path('broker.yaml'), demo);
    this.env = {
      TIDINGS_DEMO_MASTER_KEY: this.path('master.key'), TIDINGS_DEMO_BACKUPS: this.path('backups'), TIDINGS_DEMO_BACKUP_EVERY: '1h', TIDINGS_DEMO_PRACTICES: this.path('practices'), TIDINGS_DEMO_PORT_FILE: this.path('port'),
      TIDINGS_DEMO_CERTIFICATE: this.path('tls/certificate.pem'), TIDINGS_DEMO_PRIVATE_KEY: this.path('tls/key.pem'),
      TIDINGS_DEMO_FIRETEXT_URL: `http://127.0.0.1:${firetext.port}/api`, TIDINGS_DEMO_PORT: '0',
    };
    Object.assign(process.env, this.env); // the commands read the same configuration
    this.systems = systems.practices;
  }
  async broker(data) {
    rmSync(this.path('port'), { force: true });
    process.env.TIDINGS_DEMO_DATA = this.path(data);
    const child = start('tidings', ['serve', this.path('broker.yaml')], this.path(`${data}.log`));
    await until('the broker listens', () => {
      if (child.exitCode !== null) throw new Error(`the broker ended: ${readFileSync(this.path(`${data}.log`), 'utf8')}`);
      return existsSync(this.path('port')) && readFileSync(this.path('port'), 'utf8').trim() !== '';
    });
    process.env.TIDINGS_DEMO_PORT = readFileSync(this.path('port'), 'utf8').trim(); // stays the same: the provider knows it
    return child;
  }
  async onboard() {
    const hooks = `https://firetext:demo-password@127.0.0.1:${process.env.TIDINGS_DEMO_PORT}/webhooks/firetext/firetext`;
    await fetch(`${this.control}/webhooks`, { method: 'POST', body: JSON.stringify({ receipt_url: `${hooks}/receipt`, inbound_url: `${hooks}/reply`, ca: this.path('tls/certificate.pem') }) });
    const form = readFileSync(join(root, 'config/demo/practice.yaml.in'), 'utf8');
    this.systems.forEach((one, i) => {
      writeFileSync(this.path('secrets', one.ods), one.api_key, { mode: 0o600 });
      writeFileSync(this.path('practices', `${one.ods}.yaml`), form.replaceAll('@CODE@', one.ods).replaceAll('@NAME@', `Drill Surgery ${i + 1}`)
        .replaceAll('@PHONE@', `01632 96000${i + 1}`).replaceAll('@REPLY_NUMBER@', `44770090099${i}`).replaceAll('@PORT@', String(one.port)).replaceAll('@KEY_FILE@', this.path('secrets', one.ods)));
    });
  }

  /** How often the provider took each reference. */
  async submitted() {
    const ledger = await get(`${this.control}/ledger`);
    return new Map(ledger.messages.map((one) => [one.reference, one.count]));
  }
  async events(data) {
    const text = await must('log', 'export', '--data', this.path(data));
    return text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }
  /** State of every message by the log's events. */
  async messages(data) {
    const all = new Map();
    for (const { type, data: what } of await this.events(data)) {
      const one = what?.message && all.get(what.message);
      if (type === 'message_accepted') all.set(what.message, { state: 'waiting', suspected: false, doubted: false });
      if (type === 'message_suppressed' && !all.has(what.message)) all.set(what.message, { state: 'ended', suspected: false, doubted: false });
      if (!one) continue;
      if (type === 'attempt_started') one.state = 'dispatching';
      if (type === 'attempt_sent' || type === 'receipt_received') one.state = 'sent';
      if (type === 'attempt_failed') one.state = 'waiting';
      if (type === 'attempt_in_doubt') Object.assign(one, { state: 'in_doubt', doubted: true });
      if (type === 'attempt_suspected') Object.assign(one, { state: 'in_doubt', suspected: true });
      if (type === 'attempt_reconciled' && one.state === 'in_doubt') one.state = { seen: 'sent', never_seen: 'waiting', unknown: 'with a person' }[what.finding];
      if (['message_cancelled', 'message_expired', 'message_failed'].includes(type)) one.state = 'ended';
    }
    return all;
  }

  /** Has the broker forget a patient whose only message was sent already. */
  async forget_somebody() {
    const events = await this.events('old');
    const sent = new Set(events.filter((one) => one.type === 'attempt_sent').map((one) => one.data.message));
    const of = group(events.filter((one) => one.type === 'message_accepted' && one.data.patient), (one) => `${one.practice} ${one.data.patient}`);
    const [key] = [...of].find(([, accepted]) => accepted.length === 1 && sent.has(accepted[0].data.message));
    const [practice, patient] = key.split(' ');
    await must('erase', 'patient', practice, '--id', patient, '--config', this.path('broker.yaml'));
    await until('the backups have the keys of now and no others', () => {
      const folders = readdirSync(this.path('backups')).filter((name) => name.startsWith('keys-'));
      return folders.length === 1 && existsSync(this.path('backups', folders[0], `${practice}.note`));
    });
    return { practice, patient };
  }
  /** What the restored broker can still tell of them, or learnt anew. */
  async signs_of({ practice, patient }) {
    const text = await must('log', 'export', '--data', this.path('new'), '--practice', practice, '--reveal', '--config', this.path('broker.yaml'));
    const events = text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const erased = events.findIndex((one) => one.type === 'patient_erased' && one.data.patient === patient);
    if (erased < 0) return 1;
    const readable = events.filter(({ type, data }) =>
      (type === 'patient_updated' && data.what.id === patient && (data.what.first_name || data.what.mobile)) ||
      (type === 'message_accepted' && data.patient === patient && (data.to || data.text)));
    const anew = events.slice(erased).filter(({ type, data }) => (type === 'patient_updated' && data.what.id === patient) ||
      (type === 'message_accepted' && data.patient === patient) || (/^appointment_(booked|changed)$/.test(type) && data.what.patient === patient));
    return readable.length + anew.length;
  }

  async run() {
    const found = { resent: 0, lost: 0, sent_while_fenced: 0, tail: 0, in_doubt: 0, differs: 0, old_refused: 0, revived: 0 };
    await this.world();
    const old = await this.broker('old');
    await this.onboard();
    const share = 0.1 + 0.3 * this.random();
    await until('some are sent', async () => (await this.submitted()).size >= share * appointments);
    await must('backup', '--config', this.path('broker.yaml'));
    const gone = await this.forget_somebody();
    const more = (await this.submitted()).size + 1 + Math.floor(this.random() * 0.2 * appointments);
    // Not all patients can be reminded.
    await until('more are sent', async () => (await this.submitted()).size >= Math.min(more, 0.7 * appointments));
    await end(old, 'SIGKILL');
    await must('backup', 'verify', this.path('backups'), '--config', this.path('broker.yaml'));
    const report = await must('restore', this.path('backups'), '--to', this.path('new'), '--config', this.path('broker.yaml'));
    if (!report.includes('Erased since this backup: patients 1,')) throw new Error(`the restore doesn't tell of the erasure: ${report}`);
    await must('log', 'verify', '--data', this.path('new'));

    // What was restored is word for word how the old log began.
    const by_practice = (events) => group(events, (one) => one.practice);
    const before = by_practice(await this.events('old'));
    const restored = by_practice(await this.events('new'));
    for (const [practice, events] of restored)
      if (JSON.stringify(events) !== JSON.stringify(before.get(practice)?.slice(0, events.length))) found.differs++;
    const known = new Set([...restored.values()].flat().filter((one) => one.type === 'message_accepted').map((one) => one.data.message));
    const at_kill = await this.submitted();

    const fresh = await this.broker('new');
    // Everything the provider had is known again and settled; nothing went out meanwhile.
    await until('every message the provider had is settled', async () => {
      const now = await this.messages('new');
      return [...at_kill.keys()].every((id) => now.has(id)) && [...now.values()].every((one) => one.state !== 'in_doubt');
    });
    const fenced = await this.submitted();
    for (const [id, times] of fenced) if (times !== at_kill.get(id)) found.sent_while_fenced++;
    const log = await this.messages('new');
    for (const id of at_kill.keys())
      if (!known.has(id)) {
        found.tail++;
        if (!log.get(id)?.suspected) found.lost++;
      }
    found.in_doubt = [...log.values()].filter((one) => one.suspected).length;

    await must('restore', 'release', '--config', this.path('broker.yaml'));
    await until('the day is over', async () => {
      const now = await this.messages('new');
      return now.size >= appointments && [...now.values()].every((one) => ['sent', 'ended', 'with a person'].includes(one.state));
    });
    const over = await this.submitted();
    for (const times of over.values()) if (times > 1) found.resent++;
    for (const [id, one] of await this.messages('new')) if (one.state !== 'ended' && !over.has(id)) found.lost++;
    await end(fresh, 'SIGTERM');
    found.revived += await this.signs_of(gone);

    // The old broker finds that it was succeeded.
    const again = start('tidings', ['serve', this.path('broker.yaml')], this.path('again.log'), { TIDINGS_DEMO_DATA: this.path('old') });
    const [code] = await once(again, 'exit');
    if (code === 1 && readFileSync(this.path('again.log'), 'utf8').includes('has taken over')) found.old_refused++;
    return found;
  }
  async close() {
    for (const child of [...children]) await end(child, 'SIGKILL');
  }
}

const sum = { resent: 0, lost: 0, sent_while_fenced: 0, tail: 0, in_doubt: 0, differs: 0, old_refused: 0, revived: 0 };
let restored = 0;
for (let i = 0; i < drills; i++) {
  const drill = new Drill(first_seed + i);
  const began = Date.now();
  try {
    const found = await drill.run();
    restored++;
    for (const name of Object.keys(sum)) sum[name] += found[name];
    console.error(`drill ${drill.seed}: ${JSON.stringify(found)} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  } catch (e) {
    console.error(`drill ${drill.seed} broke off (${drill.folder} is kept): ${e.stack}`);
  } finally {
    await drill.close();
  }
}
console.log(`restore: drills=${drills} restored=${restored} ${Object.entries(sum).map(([name, n]) => `${name}=${n}`).join(' ')}`);
const fine = restored === drills && sum.resent + sum.lost + sum.sent_while_fenced + sum.differs + sum.revived === 0 && sum.old_refused === drills && sum.tail > 0;
process.exit(fine ? 0 : 1);
