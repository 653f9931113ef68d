// slowhttptest at the real endpoint, in its three ways: headers, bodies and reading that never come to an end. While 500
// connections hang on it, its own probe finds the service there each time it looks; afterwards none of them is left.
//
//   node slow.mjs BIN FOLDER [SECONDS]
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

import { bare_broker } from '../harness/bare_broker.mjs';
import { pause, until } from '../harness/processes.mjs';

const [bin, folder, seconds = '12'] = process.argv.slice(2);
const connections = 500;
const patience_ms = 60_000;
const few = 20; // connections left over: the last probe's and a feed's
const ways = { headers: ['-H'], bodies: ['-B', '-s', '8192'], reading: ['-X', '-w', '1', '-y', '2', '-n', '5', '-z', '1'] };
if (spawnSync('slowhttptest', ['-h'], { stdio: 'ignore' }).error) {
  console.log('skipped: slowhttptest is not installed');
  process.exit(77);
}

const ours = await bare_broker(bin, folder);
const open_files = () => readdirSync(`/proc/${ours.child.pid}/fd`).length;
/** What slowhttptest says each time it looks whether the service is there. */
function run(way, path) {
  return new Promise((done) => {
    const child = spawn('slowhttptest', [...ways[way], '-c', String(connections), '-r', '200', '-i', '2', '-l', seconds, '-p', '5', '-u', `https://127.0.0.1:${ours.port}${path}`],
      { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (bytes) => { said += bytes; });
    child.stderr.on('data', (bytes) => { said += bytes; });
    child.once('exit', () => done(said));
  });
}
try {
  const before = open_files();
  let looks = 0;
  let missing = 0;
  for (const way of Object.keys(ways)) {
    const said = (await run(way, '/sign-in')).replaceAll(/\x1b\[[0-9;]*[A-Za-z]/g, '');
    const found = [...said.matchAll(/service available:\s+(YES|NO)/g)].map(([, word]) => word);
    looks += found.length;
    missing += found.filter((word) => word !== 'YES').length;
    if (found.length === 0) console.log(`${way}: slowhttptest said nothing of the service:\n${said.slice(-2_000)}`);
  }
  await until(async () => (open_files() <= before + few ? true : void (await pause(100))), 'the slow connections are dropped', patience_ms);
  console.log(`slow: ways=${Object.keys(ways).length} looked=${looks > 0 ? 'yes' : 'no'} missing=${missing}`);
} finally {
  await ours.end('SIGTERM');
}
