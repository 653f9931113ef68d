// Every 2xx is sent after the sync that covers what it promises. What is on disk when is seen from outside, by the
// kernel's own account: the write of the message's id into a write-ahead log, the fdatasync after it, the answer on the
// socket.
import { Agent, request } from 'node:https';
import { join } from 'node:path';

import { open_host, post, shut } from './host.mjs';
import { bytes_of, read_trace, traced_programs, why_not_traced } from './traced.mjs';

const connections = 8;
const calls = 'trace=write,writev,pwrite64,fdatasync,fsync,sendmsg,sendto,recvmsg,recvfrom';
const string_max = 256 * 1024 * 1024; // a practice's snapshot may be a megabyte and more, and strace cuts off silently
const header = 7; // of a physical record: crc:u32 length:u16 type:u8, in blocks of 32 KiB
const block = 32_768;

/** The records' own bytes in a write-ahead log, with the moment each was written. */
class wal {
  parts = [];
  size = 0;
  writes = []; // {end, to}: bytes up to `end` were written by then
  syncs = []; // {from, to}
  write(bytes, to) {
    this.parts.push(bytes);
    this.size += bytes.length;
    this.writes.push({ end: this.size, to });
  }
  /** Without RocksDB's headers, which may stand in the middle of an id. */
  unframe() {
    const raw = Buffer.concat(this.parts);
    const kept = [];
    this.places = []; // {at, raw}: the kept byte `at` is the raw byte `raw`
    let length = 0;
    for (let at = 0; at + header <= raw.length;) {
      const left = block - (at % block);
      const size = raw.readUInt16LE(at + 4);
      if (left < header || raw[at + 6] === 0) {
        at += left;
        continue;
      }
      this.places.push({ at: length, raw: at + header });
      kept.push(raw.subarray(at + header, at + header + size));
      length += size;
      at += header + size;
    }
    this.bytes = Buffer.concat(kept);
  }
  /** When the disk had these bytes for sure; nothing if they aren't here or were never synced. */
  safe_at(bytes) {
    const at = this.bytes.indexOf(bytes);
    if (at < 0) return undefined;
    const last = at + bytes.length - 1;
    const place = this.places.findLast((one) => one.at <= last);
    const raw = place.raw + last - place.at;
    const written = this.writes.find((one) => one.end > raw).to;
    const sync = this.syncs.find((one) => one.from >= written);
    return sync ? { written, synced: sync.to } : undefined;
  }
}

async function read_all(file) {
  const wals = new Map();
  const sockets = new Map(); // client's port -> [{sent: bool, from}]
  await read_trace(file, ({ call, text, from, to, result }) => {
    if (result < 0) return;
    const log = /^\d+<([^>]*\/rocksdb\/\d+\.log)>/.exec(text)?.[1];
    if (log) {
      const known = wals.get(log) ?? new wal();
      wals.set(log, known);
      if (call === 'fdatasync' || call === 'fsync') known.syncs.push({ from, to });
      if (call === 'write') {
        const bytes = bytes_of(text);
        if (bytes.length !== result) throw new Error(`strace shows ${bytes.length} of ${result} bytes of a write: every later place would be wrong`);
        known.write(bytes, to);
      }
      if (call === 'pwrite64' || call === 'writev') throw new Error(`${call} on a write-ahead log: this check doesn't know it`);
      return;
    }
    const port = /^\d+<TCP:\[127\.0\.0\.1:\d+->127\.0\.0\.1:(\d+)\]>/.exec(text)?.[1];
    if (!port || result === 0) return;
    const list = sockets.get(Number(port)) ?? [];
    sockets.set(Number(port), list);
    list.push({ sent: call.startsWith('send') || call.startsWith('write'), from });
  });
  for (const one of wals.values()) one.unframe();
  return { wals: [...wals.values()], sockets };
}

/** When the answers to a connection's last `count` requests began to be sent: each the first send after what came in. */
function answers_of(events, count) {
  const starts = events.filter((one, i) => one.sent && i > 0 && !events[i - 1].sent).map((one) => one.from);
  return starts.slice(-count);
}

function one_connection(host) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: host.ca });
  const call = (method, path, headers, body) => new Promise((done, failed) => {
    const asked = request({ host: '127.0.0.1', port: host.api.port, method, path, agent, servername: 'localhost',
      headers: { ...host.api.headers, ...headers } }, (answer) => {
      const { localPort } = answer.socket;
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, port: localPort, body: Buffer.concat(parts).toString() }));
    });
    asked.on('error', failed);
    asked.end(body);
  });
  return { agent, call };
}

export async function order({ root, folder, count, finding }) {
  const why = why_not_traced();
  if (why) return { skipped: why };
  const trace = join(folder, 'trace');
  const bin = traced_programs(join(root, 'build/bin'), join(folder, 'bin'), ['-yy', '-x', '-s', String(string_max), '-e', calls, '-e', 'signal=none', '-o', trace]);
  const host = await open_host({ root, bin, folder: join(folder, 'host'), practices: 4 });
  const asked = new Map(); // port -> [id]
  try {
    await Promise.all(Array.from({ length: connections }, async (_, c) => {
      const line = one_connection(host);
      await line.call('GET', '/api/v1/me', {});
      for (let i = 0; i < Math.ceil(count / connections); ++i) {
        const { headers, body } = post(host, `order-${c}-${i}`);
        for (let got = null; got?.status !== 201;) {
          got = await line.call('POST', '/api/v1/messages', headers, body); // after a 429 the same again: the broker holds us back
          if (got.status !== 201 && got.status !== 429) throw new Error(`POST was answered ${got.status} ${got.body}`);
          asked.set(got.port, [...(asked.get(got.port) ?? []), got.status === 201 ? JSON.parse(got.body).id : null]);
        }
      }
    }));
  } finally {
    await shut(host);
  }
  const { wals, sockets } = await read_all(trace);
  let checked = 0, early = 0;
  const margins = [];
  for (const [port, ids] of asked) {
    const answers = answers_of(sockets.get(port) ?? [], ids.length);
    if (answers.length !== ids.length) {
      finding('order', `${answers.length} answers seen on port ${port}, ${ids.length} were sent`);
      continue;
    }
    ids.forEach((id, i) => {
      if (id === null) return undefined; // a 429 promises nothing
      const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
      const safe = wals.map((one) => one.safe_at(bytes)).find(Boolean);
      ++checked;
      if (!safe) return finding('order', `${id} was answered 201 and never synced`);
      margins.push(answers[i] - safe.synced);
      if (answers[i] >= safe.synced) return undefined;
      ++early;
      return finding('order', `${id} was answered ${((safe.synced - answers[i]) * 1e6).toFixed(0)} us before its sync ended`);
    });
  }
  margins.sort((a, b) => a - b);
  return { checked, early, least_margin_us: Math.round((margins[0] ?? 0) * 1e6), syncs: wals.reduce((all, one) => all + one.syncs.length, 0) };
}
