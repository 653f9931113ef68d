// A broker with a few practices and nothing booked, an API client that is signed in, and what was promised to it.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { api } from '../api.mjs';
import { read_log } from '../log_ledger.mjs';
import { until } from '../processes.mjs';
import { world } from '../world.mjs';

export async function open_host({ root, bin, folder, practices, before_start }) {
  const around = new world({ root, bin, folder, practices, appointments: 0, book_over_s: 1, seed: 1 });
  if (before_start) {
    const make_key = around.make_master_key.bind(around);
    around.make_master_key = () => { // the last thing before the broker
      make_key();
      before_start(around);
    };
  }
  await around.open();
  const door = new api({ ca: around.certificate, port: around.broker.port, sockets: 12 });
  // It listens a moment before it can write down who signs in.
  await until(() => door.sign_in(around.tidings, around.config, around.env, 'operator').then(() => true, () => false), 'signed in', 30_000);
  await until(() => door.get('/api/v1/practices').then((got) => got.practices.length === practices, () => false), 'every practice has joined', 60_000);
  return { around, api: door, ca: around.certificate, promised: new Map(), posts: 0 };
}

/** The n-th message to say: headers and body. */
export function post(host, key) {
  const n = ++host.posts;
  const body = JSON.stringify({ practice: host.around.codes[n % host.around.codes.length],
    to: `07700 900${String(n % 1000).padStart(3, '0')}`, text: `Test message ${key}.` });
  return { headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key, 'Content-Length': Buffer.byteLength(body) }, body };
}

/** Posts once; a 201 is a promise. `{status, headers, body, took_ms}`; status 0: no answer. */
export async function say(host, key) {
  const { headers, body } = post(host, key);
  const from = performance.now();
  const answer = await host.api.call('POST', '/api/v1/messages', { headers, body }).catch((problem) => ({ status: 0, body: String(problem), headers: {} }));
  if (answer.status === 201) host.promised.set(answer.body.id, key);
  return { ...answer, took_ms: performance.now() - from };
}

/** Ends the broker in order and the simulators. */
export async function shut(host) {
  await host.around.broker.end('SIGTERM');
  await host.around.close();
}

/** Everything promised is in the log, and the log holds. */
export async function check_promises(host, finding) {
  try {
    execFileSync(host.around.tidings, ['log', 'verify', '--data', host.around.data], { stdio: 'pipe' });
  } catch (problem) {
    finding('log_damaged', String(problem.stdout));
  }
  const log = await read_log(host.around, host.around.data, host.around.path('log.jsonl'));
  for (const [id, key] of host.promised) if (!log.messages.has(id)) finding('lost', `${id} (${key}) was promised and is not in the log`);
}

export const data_of = (host) => join(host.around.data, 'log');
