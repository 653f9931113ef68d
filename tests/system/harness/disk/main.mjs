import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { full_disk } from './full_disk.mjs';
import { order } from './order.mjs';
import { sync_errors } from './sync_errors.mjs';

const help = `tests/system/disk [options]
Runs the real broker on an ill disk. The last line is one JSON object; the exit status is 0 only when all held. What may
not be done on this machine (tracing, mounting) is skipped, and says so.

  --order N         N messages: each 2xx is held against the sync that covers it, with strace
  --sync-errors N   fdatasync fails N times under it, with strace
  --fills N         a small disk is filled to the last byte and emptied N times, on a tmpfs
  --mib M           size of that disk (default 64)
  --refused-within MS, --back-within MS
                    how soon a full disk must be told and an emptied one written to (default 1000 and 30000)
  --data DIR        where everything is kept (default build/system/disk); emptied first, kept when something failed
`;

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');

async function main() {
  const { values } = parseArgs({ options: {
    order: { type: 'string', default: '0' }, 'sync-errors': { type: 'string', default: '0' }, fills: { type: 'string', default: '0' },
    mib: { type: 'string', default: '64' }, 'refused-within': { type: 'string', default: '1000' }, 'back-within': { type: 'string', default: '30000' }, data: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false },
  } });
  if (values.help) return void console.log(help);
  const folder = resolve(values.data ?? join(root, 'build/system/disk'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const findings = [];
  const finding = (rule, what) => findings.push({ rule, what });
  const result = {};
  const play = async (name, wanted, scene) => {
    if (Number(wanted) === 0) return;
    mkdirSync(join(folder, name), { recursive: true });
    try {
      result[name] = await scene(join(folder, name), Number(wanted));
      if (result[name].skipped) console.log(`SKIPPED: ${name}: ${result[name].skipped}`);
    } catch (problem) {
      finding(name, problem.stack ?? String(problem));
    }
  };
  await play('order', values.order, (at, count) => order({ root, folder: at, count, finding }));
  await play('sync_errors', values['sync-errors'], (at, errors) => sync_errors({ root, folder: at, errors, finding }));
  await play('full_disk', values.fills, (at, cycles) => full_disk({ root, folder: at, cycles, mib: Number(values.mib), finding,
    refused_within_ms: Number(values['refused-within']), back_within_ms: Number(values['back-within']) }));
  const ok = findings.length === 0;
  for (const { rule, what } of findings.slice(0, 40)) console.log(`  ! ${rule}: ${what}`);
  if (ok) rmSync(folder, { recursive: true, force: true });
  else writeFileSync(join(folder, 'result.json'), `${JSON.stringify({ ...result, findings }, null, 1)}\n`);
  console.log(JSON.stringify({ ok, ...result, disagreements: findings.length }));
  return ok ? 0 : 1;
}

process.exit((await main()) ?? 0);
