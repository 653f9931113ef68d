// A broker that serves no practice yet, with the certificate that an operator would give it: for questions about its door.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { broker } from './processes.mjs';

const patience_ms = 30_000;

/** An authority that clients know, and a certificate of 90 days that says where it is revoked. */
function certify(folder) {
  const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-days', '365', '-subj', '/CN=Test authority', '-addext', 'keyUsage=critical,keyCertSign,cRLSign',
    '-keyout', 'authority.key', '-out', 'authority.pem');
  openssl('req', ...key, '-subj', '/CN=localhost', '-keyout', 'private_key.pem', '-out', 'asked.pem');
  writeFileSync(join(folder, 'extensions'), `subjectAltName=DNS:localhost,IP:127.0.0.1
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
crlDistributionPoints=URI:http://localhost/authority.crl
`);
  openssl('x509', '-req', '-in', 'asked.pem', '-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-days', '90', '-sha256',
    '-extfile', 'extensions', '-out', 'own.pem');
  writeFileSync(join(folder, 'certificate.pem'), readFileSync(join(folder, 'own.pem'), 'utf8') + readFileSync(join(folder, 'authority.pem'), 'utf8'));
  chmodSync(join(folder, 'private_key.pem'), 0o600);
}

/** Started, in a folder that is emptied first. `authority.pem` in it is what clients trust. End it with `end('SIGTERM')`.
 *  `port`: else a free one. `endpoint`: more lines of that section; `more`: more sections. */
export async function bare_broker(bin, folder, { port = 0, endpoint = '', more = '' } = {}) {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['practices', 'templates']) mkdirSync(join(folder, name), { recursive: true });
  certify(folder);
  execFileSync(join(bin, 'tidings'), ['keys', 'new-master', join(folder, 'master.key')], { stdio: 'ignore' });
  writeFileSync(join(folder, 'broker.yaml'), `data_dir: data
practices_dir: practices
templates_dir: templates
keys: {master: {file: master.key}}
endpoint:
  port: {env: TIDINGS_DEMO_PORT, default: 0}
  port_file: port
  messages_per_minute: 600000
  certificate: certificate.pem
  private_key: private_key.pem
${endpoint}providers:
  nobody: {type: "null"}
${more}`);
  const one = new broker({ bin: join(bin, 'tidings'), config: join(folder, 'broker.yaml'), env: {}, port_file: join(folder, 'port'), log: join(folder, 'broker.log') });
  one.port = port;
  one.begin();
  if (!(await one.ready(patience_ms))) throw new Error(`the broker did not start\n${readFileSync(join(folder, 'broker.log'), 'utf8')}`);
  return one;
}
