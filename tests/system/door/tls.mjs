// testssl.sh at the real endpoint: no finding of medium severity or worse. It is asked about protocols, ciphers, forward
// secrecy, the certificate, HTTP's headers and the known attacks; with --whole about everything it knows (some minutes).
//
//   node tls.mjs BIN FOLDER [--whole]
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { bare_broker } from '../harness/bare_broker.mjs';

const [bin, folder, whole] = process.argv.slice(2);
const enough = 50; // findings: fewer would mean that it was not asked what it should have been
const testssl = ['testssl', 'testssl.sh'].find((name) => spawnSync(name, ['--banner'], { stdio: 'ignore' }).status === 0);
if (!testssl) {
  console.log('skipped: testssl.sh is not installed');
  process.exit(77);
}

const ours = await bare_broker(bin, folder);
try {
  const asked = whole === '--whole' ? [] : ['--protocols', '--std', '--server-preference', '--fs', '--server-defaults', '--headers', '--vulnerable'];
  const report = join(folder, 'report.json');
  const run = spawnSync(testssl, [...asked, '--quiet', '--color', '0', '--warnings', 'off', '--nodns', 'min', '--add-ca', join(folder, 'authority.pem'),
    '--jsonfile', report, '--ip', '127.0.0.1', `https://localhost:${ours.port}/sign-in`], { encoding: 'utf8', timeout: 900_000 });
  writeFileSync(join(folder, 'report.txt'), `${run.stdout}${run.stderr}`);
  const findings = JSON.parse(readFileSync(report, 'utf8'));
  const bad = findings.filter(({ severity }) => ['MEDIUM', 'HIGH', 'CRITICAL', 'FATAL'].includes(severity));
  for (const one of bad) console.log(`${one.severity} ${one.id}: ${one.finding}`);
  console.log(`tls: asked=${findings.length >= enough ? 'all' : findings.length} medium_or_worse=${bad.length}`);
} finally {
  await ours.end('SIGTERM');
}
