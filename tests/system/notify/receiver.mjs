// node receiver.mjs CERTIFICATE PRIVATE_KEY: a program of a practice's that is called back, over TLS. It keeps what it is
// told (GET /heard) and answers as it is asked to (POST /mode {"/signed": 500}). Prints {"port","stranger"}: at the second
// port stands the same program with a certificate that nobody vouches for.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [certificate, private_key] = process.argv.slice(2);
const heard = [];
let mode = {};

function answer(asked, to) {
  const parts = [];
  asked.on('data', (part) => parts.push(part));
  asked.on('end', () => {
    const body = Buffer.concat(parts).toString();
    if (asked.method === 'GET') return to.end(JSON.stringify(heard));
    if (asked.url === '/mode') {
      mode = JSON.parse(body);
      return to.end();
    }
    heard.push({ path: asked.url, headers: asked.headers, body, answered: mode[asked.url] ?? 200 });
    if (mode[asked.url] === 'reset') return asked.socket.destroy();
    to.statusCode = mode[asked.url] ?? 200;
    return to.end();
  });
}

function own_certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-receiver-'));
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'certificate.pem') };
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', files.key, '-out', files.cert], { stdio: 'ignore' });
  const both = { key: readFileSync(files.key), cert: readFileSync(files.cert) };
  rmSync(folder, { recursive: true });
  return both;
}

const listen = (with_keys) => new Promise((done) => {
  const server = createServer(with_keys, answer).listen(0, '127.0.0.1', () => done(server.address().port));
});
const port = await listen({ key: readFileSync(private_key), cert: readFileSync(certificate) });
const stranger = await listen(own_certificate());
console.log(JSON.stringify({ port, stranger }));
