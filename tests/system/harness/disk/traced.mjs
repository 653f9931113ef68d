// A broker under strace: how it is started, and what the kernel says it did.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, createReadStream, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Why nobody may be traced here; empty: they may. */
export function why_not_traced() {
  const tried = spawnSync('strace', ['-f', '-e', 'trace=none', 'true'], { encoding: 'utf8' });
  if (tried.error) return 'strace is not installed';
  return tried.status === 0 ? '' : `strace may not trace here: ${tried.stderr.trim().split('\n')[0]}`;
}

/** A folder of programs in which `tidings serve` runs under strace with these arguments; its pid stays its own. */
export function traced_programs(bin, folder, args) {
  mkdirSync(folder, { recursive: true });
  const real = join(bin, 'tidings');
  const quoted = args.map((one) => `'${one}'`).join(' ');
  writeFileSync(join(folder, 'tidings'), `#!/bin/sh\n[ "$1" = serve ] && exec strace -D -f -ttt -T ${quoted} '${real}' "$@"\nexec '${real}' "$@"\n`);
  chmodSync(join(folder, 'tidings'), 0o755);
  symlinkSync(join(bin, 'tidings-sim'), join(folder, 'tidings-sim'));
  return folder;
}

const line_form = /^(\d+) +([\d.]+) (.*)$/;
const begun_form = /^(\w+)\((.*) <unfinished \.\.\.>$/;
const ended_form = /^<\.\.\. (\w+) resumed>(.*)$/;
const whole_form = /^(\w+)\((.*)$/;
const result_form = /\) += (-?\d+)(.*?)(?: <([\d.]+)>)?$/;

/** Calls `each({call, text, from, to, result, injected})`, in the order in which the calls ended; times in seconds. */
export async function read_trace(file, each) {
  const open = new Map(); // pid -> {call, text, from}
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const [, pid, at, rest] = line_form.exec(line) ?? [];
    if (!pid) continue;
    const time = Number(at);
    const begun = begun_form.exec(rest);
    if (begun) {
      open.set(pid, { call: begun[1], text: begun[2], from: time });
      continue;
    }
    const ended = ended_form.exec(rest);
    const whole = ended ? null : whole_form.exec(rest);
    if (!ended && !whole) continue;
    const first = ended ? open.get(pid) : { call: whole[1], text: '', from: time };
    open.delete(pid);
    if (!first) continue;
    const text = first.text + (ended ? ended[2] : whole[2]);
    const result = result_form.exec(text);
    if (!result) continue;
    each({ call: first.call, text, from: first.from, to: ended ? time : time + Number(result[3] ?? 0), result: Number(result[1]),
      injected: result[2].includes('INJECTED') });
  }
}

/** The first string of a call: strace -x writes one with other than printable characters as `\x41\x42…`. */
export function bytes_of(text) {
  const quoted = /"((?:[^"\\]|\\.)*)"/.exec(text);
  if (!quoted) return Buffer.alloc(0);
  if (/^(?:\\x[0-9a-f]{2})*$/.test(quoted[1])) return Buffer.from(quoted[1].replaceAll('\\x', ''), 'hex');
  return Buffer.from(quoted[1].replace(/\\(.)/g, (_, one) => ({ n: '\n', t: '\t', r: '\r' })[one] ?? one), 'latin1');
}

export const strace_version = () => execFileSync('strace', ['-V'], { encoding: 'utf8' }).split('\n')[0];
