// A host's surroundings in one folder: simulators, certificate, the demo's configuration for so many practices.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { no_clinical_faults, no_provider_faults } from './faults.mjs';
import { broker, is_running, start_simulator } from './processes.mjs';

const sender_last = 999; // practices' reply numbers count down from 07700 900999

const json_post = async (url, body) => {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  if (!answer.ok) throw new Error(`POST ${url}: ${answer.status} ${await answer.text()}`);
};
const json_get = async (url) => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`GET ${url}: ${answer.status}`);
  return answer.json();
};

export class world {
  constructor({ root, bin, folder, practices, appointments, book_over_s, seed, backups = false }) {
    Object.assign(this, { root, bin, folder, appointments, book_over_s, seed });
    this.codes = Array.from({ length: practices }, (_, i) => `A99${String(i + 1).padStart(3, '0')}`);
    this.tidings = join(bin, 'tidings');
    this.data = join(folder, 'broker');
    this.backups = backups ? join(folder, 'backups') : '';
    this.config = join(root, 'config/demo/broker.yaml');
    this.children = [];
  }

  path(name) {
    return join(this.folder, name);
  }

  async open() {
    rmSync(this.folder, { recursive: true, force: true });
    for (const name of ['practices', 'tls', 'keys']) mkdirSync(this.path(name), { recursive: true });
    this.make_certificate();
    await this.start_simulators();
    this.make_master_key();
    const env = {
      TIDINGS_DEMO_DATA: this.data, TIDINGS_DEMO_PRACTICES: this.path('practices'), TIDINGS_DEMO_PORT: '0',
      TIDINGS_DEMO_PORT_FILE: this.path('port'), TIDINGS_DEMO_CERTIFICATE: this.path('tls/certificate.pem'),
      TIDINGS_DEMO_PRIVATE_KEY: this.path('tls/private_key.pem'), TIDINGS_DEMO_WEB_ROOT: '',
      TIDINGS_DEMO_FIRETEXT_URL: `http://127.0.0.1:${this.firetext.ready.port}/api`, TIDINGS_DEMO_FIRETEXT_KEY: 'demo-key',
      TIDINGS_DEMO_WEBHOOK_USER: 'firetext', TIDINGS_DEMO_WEBHOOK_PASSWORD: 'demo-password',
      TIDINGS_DEMO_MASTER_KEY: this.path('master.key'), TIDINGS_DEMO_BACKUPS: this.backups, TIDINGS_DEMO_BACKUP_EVERY: '10m', TIDINGS_CRASH_AT: '', TIDINGS_POISON: '',
    };
    this.broker = new broker({ bin: this.tidings, config: this.config, env, port_file: this.path('port'), log: this.path('broker.log') });
    this.env = env;
    this.broker.begin();
    if (!(await this.broker.ready())) throw new Error(`the broker did not start, see ${this.path('broker.log')}`);
    env.TIDINGS_DEMO_PORT = String(this.broker.port);
    const hooks = `https://firetext:demo-password@127.0.0.1:${this.broker.port}/webhooks/firetext/firetext`;
    await json_post(`${this.provider_control}/webhooks`,
      { receipt_url: `${hooks}/receipt`, inbound_url: `${hooks}/reply`, ca: this.path('tls/certificate.pem') });
    this.systmone.ready.practices.forEach((one, i) => this.add_practice(one, i));
  }

  make_certificate() {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
      '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-keyout', this.path('tls/private_key.pem'), '-out', this.path('tls/certificate.pem')], { stdio: 'ignore' });
    chmodSync(this.path('tls/private_key.pem'), 0o600);
    this.certificate = readFileSync(this.path('tls/certificate.pem'));
  }

  make_master_key() {
    execFileSync(this.tidings, ['keys', 'new-master', this.path('master.key')], { stdio: 'ignore' });
  }

  async start_simulators() {
    const simulator = async (name, args) => {
      const made = await start_simulator(join(this.bin, 'tidings-sim'), [name, '--seed', String(this.seed), ...args],
        { log: this.path(`${name}.log`), out: this.path(`${name}.ready`) });
      this.children.push(made.child);
      return made;
    };
    this.systmone = await simulator('systmone', ['--practices', this.codes.join(','), '--appointments', String(this.appointments),
      '--book-over', String(this.book_over_s), '--requests-per-second', '50', '--record-interval-ms', '0', '--staff-edits', '3']);
    this.firetext = await simulator('firetext', ['--api-key', 'demo-key', '--receipt-delay-ms', '100,1000',
      '--reply-delay-ms', '300,2000', '--retry-tries', '100000']);
    this.clinical_control = `http://127.0.0.1:${this.systmone.ready.control}`;
    this.provider_control = `http://127.0.0.1:${this.firetext.ready.port}/_control`;
  }

  add_practice({ ods, port, api_key }, i) {
    writeFileSync(this.path(`keys/${ods}`), `${api_key}\n`, { mode: 0o600 });
    const values = {
      CODE: ods, NAME: `Demo Surgery ${i + 1}`, PHONE: `01632 960${String(i + 1).padStart(3, '0')}`,
      REPLY_NUMBER: this.sender_of(ods), PORT: String(port), KEY_FILE: this.path(`keys/${ods}`),
    };
    const form = readFileSync(join(this.root, 'config/demo/practice.yaml.in'), 'utf8');
    writeFileSync(this.path(`practices/${ods}.yaml`), form.replace(/@([A-Z_]+)@/g, (_, name) => values[name]));
  }

  sender_of(ods) {
    return `447700900${String(sender_last - this.codes.indexOf(ods)).padStart(3, '0')}`;
  }

  provider_faults(faults) {
    return json_post(`${this.provider_control}/faults`, faults);
  }
  clinical_faults(faults) {
    return json_post(`${this.clinical_control}/faults`, faults);
  }
  async tell_the_truth() {
    await this.provider_faults(no_provider_faults);
    await this.clinical_faults(no_clinical_faults);
  }
  /** A patient writes now. */
  provider_reply(reply) {
    return json_post(`${this.provider_control}/reply`, reply);
  }
  provider_ledger() {
    return json_get(`${this.provider_control}/ledger`);
  }
  clinical_ledger() {
    return json_get(`${this.clinical_control}/ledger`);
  }

  /** Ends the simulators and, if it still runs, the broker. */
  async close() {
    if (this.broker && is_running(this.broker.child)) await this.broker.end('SIGKILL');
    for (const child of this.children) {
      if (is_running(child)) child.kill('SIGTERM');
      await child.ended;
    }
  }
}
