// A broker that crashes while it holds patients' data leaves no copy of its memory behind, on a machine that writes core
// dumps: that is shown first, with a process that doesn't mind.
//
//   bash -c 'ulimit -c unlimited; node core_dump.mjs BIN FOLDER'
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { start, until } from './harness/processes.mjs';
import { world } from './harness/world.mjs';

const [bin, folder] = process.argv.slice(2).map((path) => resolve(path));
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const patience_ms = 60_000;
const messages_min = 20; // the broker has seen that many patients when it ends

const here = join(folder, 'where it runs');
rmSync(folder, { recursive: true, force: true });
mkdirSync(here, { recursive: true });
process.chdir(here);

const careless = start('node', ['-e', 'process.abort()'], { log: '/dev/null' });
const control = await careless.ended;
const dumps = () => readdirSync(here);
if (control.signal !== 'SIGABRT' || dumps().length === 0) {
  console.log('skipped: this machine keeps no core dumps in the folder where a process ran');
  process.exit(77);
}
for (const one of dumps()) rmSync(join(here, one));

const around = new world({ root, bin, folder: join(folder, 'world'), practices: 2, appointments: 60, book_over_s: 0, seed: 5 });
let found;
let how;
let messages = 0;
try {
  await around.open();
  messages = await until(async () => {
    const sent = (await around.provider_ledger()).messages.length;
    return sent >= messages_min && sent;
  }, `${messages_min} messages are sent`, patience_ms);
  how = await around.broker.end('SIGSEGV');
  found = dumps();
} finally {
  await around.close();
}
console.log(`core_dump: ${messages} messages sent, ended by ${how.signal}, ${found.length} core dumps left`);
process.exit(how.signal === 'SIGSEGV' && found.length === 0 ? 0 : 1);
