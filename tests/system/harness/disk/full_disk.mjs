// A small disk is filled to the last byte and emptied again, as often as asked: refused soon, read all the time, written
// to again soon, by the same process, with nothing lost.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { pause, until } from '../processes.mjs';
import { check_promises, open_host, say, shut } from './host.mjs';

function fill(file) {
  const to = openSync(file, 'a');
  for (let size = 1 << 20; size > 0;) {
    try {
      writeSync(to, Buffer.alloc(size, 'x'));
    } catch (problem) {
      if (problem.code !== 'ENOSPC') throw problem;
      size >>= 1;
    }
  }
  closeSync(to);
}

export async function full_disk({ root, folder, cycles, mib, refused_within_ms, back_within_ms, finding }) {
  if (process.env.TIDINGS_OWN_MOUNTS === '0') return { skipped: 'no mount namespace may be made here (unshare)' };
  let mounted = '';
  const host = await open_host({ root, bin: join(root, 'build/bin'), folder, practices: 2,
    before_start: ({ data }) => {
      mkdirSync(data, { recursive: true });
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', data], { stdio: 'pipe' });
        mounted = data;
      } catch (problem) {
        throw Object.assign(new Error(`no tmpfs may be mounted here: ${problem.stderr}`), { skip: true });
      }
    } }).catch((problem) => {
    if (!problem.skip) throw problem;
    return { skipped: problem.message };
  });
  if (host.skipped) return host;
  const junk = join(host.around.data, 'junk');
  const { pid } = host.around.broker.child;
  let n = 0, slowest_refusal = 0, slowest_return = 0;
  try {
    for (let cycle = 1; cycle <= cycles; ++cycle) {
      for (let i = 0; i < 10; ++i) {
        const got = await say(host, `full-${++n}`);
        if (got.status !== 201) throw new Error(`cycle ${cycle}: ${got.status} ${JSON.stringify(got.body)} on a disk with room`);
      }
      const known = [...host.promised.keys()].at(-1);
      fill(junk);
      await until(async () => { // the last page of the write-ahead log may still take some
        const got = await say(host, `full-${++n}`);
        if (got.status === 201) return false;
        check_refusal(got);
        return true;
      }, 'the full disk is noticed', back_within_ms);
      for (let i = 0; i < 20; ++i) {
        check_refusal(await say(host, `full-${++n}`));
        for (const path of ['/api/v1/overview', '/api/v1/messages', `/api/v1/messages/${known}`]) {
          const read = await host.api.call('GET', path).catch((problem) => ({ status: 0, body: String(problem) }));
          if (read.status !== 200) finding('full_disk', `cycle ${cycle}: GET ${path} was answered ${read.status} ${JSON.stringify(read.body).slice(0, 200)}`);
        }
        await pause(50);
      }
      rmSync(junk);
      const from = performance.now();
      await until(async () => {
        const got = await say(host, `full-${++n}`);
        return got.status === 201 || void (await pause(100));
      }, `cycle ${cycle}: written to again`, back_within_ms);
      slowest_return = Math.max(slowest_return, performance.now() - from);
      if (host.around.broker.child.pid !== pid || host.around.broker.child.exitCode !== null) finding('full_disk', `cycle ${cycle}: it is not the same process`);
    }
  } finally {
    await host.around.broker.end('SIGTERM');
    await check_promises(host, finding).catch((problem) => finding('full_disk', String(problem)));
    await shut(host);
    if (mounted) execFileSync('umount', [mounted]);
  }
  function check_refusal(got) {
    slowest_refusal = Math.max(slowest_refusal, got.took_ms);
    const later = got.status === 503 || got.status === 507;
    if (!later || !got.headers['retry-after']) finding('full_disk', `answered ${got.status} ${JSON.stringify(got.body)}, Retry-After ${got.headers['retry-after']}`);
    if (got.took_ms > refused_within_ms) finding('full_disk', `answered after ${got.took_ms.toFixed(0)} ms`);
  }
  return { cycles, promised: host.promised.size, refused_ms_max: Math.round(slowest_refusal), back_ms_max: Math.round(slowest_return) };
}
