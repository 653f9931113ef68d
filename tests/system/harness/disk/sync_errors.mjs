// fdatasync fails under the real broker, again and again: no 2xx for what it spoilt, nothing promised is lost, and it
// goes on by itself.
import { join } from 'node:path';

import { pause } from '../processes.mjs';
import { check_promises, open_host, say, shut } from './host.mjs';
import { read_trace, traced_programs, why_not_traced } from './traced.mjs';

const every = 40; // syncs between two errors: enough to be well in between
const first = 60; // the start's own syncs go well

export async function sync_errors({ root, folder, errors, finding }) {
  const why = why_not_traced();
  if (why) return { skipped: why };
  const trace = join(folder, 'trace');
  const bin = traced_programs(join(root, 'build/bin'), join(folder, 'bin'),
    ['-e', 'trace=fdatasync', '-e', `inject=fdatasync:error=EIO:when=${first}+${every}`, '-e', 'signal=none', '-o', trace]);
  const host = await open_host({ root, bin, folder: join(folder, 'host'), practices: 2 });
  let n = 0, injected = 0, refused = 0, looked_at = 0;
  try {
    while (injected < errors) {
      const key = `sync-${++n}`;
      for (let tries = 0; ; ++tries) {
        const got = await say(host, key);
        if (got.status === 201) break;
        ++refused;
        if (got.status !== 503 || !got.headers['retry-after']) finding('sync_errors', `${key} was answered ${got.status} ${JSON.stringify(got.body)}`);
        if (tries > 600) throw new Error(`${key} is refused for a minute: ${JSON.stringify(got.body)}`);
        await pause(100);
      }
      if (n >= looked_at + every / 4) {
        looked_at = n;
        injected = 0;
        await read_trace(trace, (one) => { injected += one.injected ? 1 : 0; });
      }
    }
  } finally {
    await shut(host);
  }
  await check_promises(host, finding);
  return { errors: injected, promised: host.promised.size, refused };
}
