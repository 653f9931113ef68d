// node main.mjs BIN_FOLDER DATA_FOLDER [--suite CHECKOUT_OF_THE_CLIENT]
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { world } from '../harness/world.mjs';

const here = import.meta.dirname;
const [bin, folder, flag, checkout] = process.argv.slice(2);
if (!folder || (flag && (flag !== '--suite' || !checkout))) {
  console.error('node main.mjs BIN_FOLDER DATA_FOLDER [--suite CHECKOUT_OF_THE_CLIENT]');
  process.exit(2);
}

const around = new world({ root: resolve(here, '../../..'), bin: resolve(bin), folder: resolve(folder), practices: 2,
  appointments: 4, book_over_s: 1, seed: 11 });

// The demo's broker, and a provider that takes every e-mail.
const demo = readFileSync(around.config, 'utf8').replace('../templates', resolve(here, '../../../config/templates'));
around.config = resolve(`${folder}-broker.yaml`);
mkdirSync(dirname(around.config), { recursive: true });
writeFileSync(around.config, `${demo}  mail:\n    type: "null"\n`);

const guest = '07700900321';
const services = { A99001: randomUUID(), A99002: randomUUID() };
const keys = {};

/** What stands behind a practice's own file: its templates, keys and limits. */
function service_of(ods, rate) {
  const key = (name, type, more = '') => {
    const secret = randomUUID();
    keys[`${ods}_${type}`] = `${name}-${services[ods]}-${secret}`;
    writeFileSync(around.path(`keys/${ods}-${name}`), `${secret}\n`, { mode: 0o600 });
    return `  - {name: ${name}, type: ${type}, secret: {file: ${around.path(`keys/${ods}-${name}`)}}${more}}\n`;
  };
  return `service_id: ${services[ods]}
api_requests_per_minute: ${rate}
api_keys:
${key('booking-system', 'normal')}${key('staff', 'team', `, guests: ["${guest}"]`)}${key('trial', 'test')}
templates:
  functional:
    name: Client Functional test sms template
    fields: [name]
    earlier: ["Hi ((name))"]
    body: "Hello ((name))\\n\\nFunctional Tests make our world a better place"
  functional-email:
    name: Client Functional test email template
    fields: [name]
    subject: "For ((name))"
    body: "Hello ((name))\\n\\nFunctional Tests make our world a better place"
`;
}

/** Runs a script to its end with what it needs to reach the broker. It may ask for the broker to be killed. */
function run(command, args, more) {
  const child = spawn(command, args, { cwd: here, stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: around.path('tls/certificate.pem'), ...more.env } });
  child.on('message', async (what) => {
    if (what !== 'kill the broker') return;
    await around.broker.end('SIGKILL');
    around.broker.begin();
    child.send((await around.broker.ready()) ? 'the broker is back' : 'the broker is gone');
  });
  return new Promise((done) => child.once('exit', (code, signal) => done(signal ? 1 : code)));
}

async function open() {
  await around.open();
  for (const [ods, rate] of [['A99001', 3000], ['A99002', 30]]) {
    const file = around.path(`practices/${ods}.yaml`);
    const email = ods === 'A99001' ? 'email_route: [mail]\n' : ''; // the other one sends no e-mails
    writeFileSync(file, readFileSync(file, 'utf8') + email + service_of(ods, rate));
  }
}

let failed = 1;
try {
  await open();
  const env = {
    NOTIFY_API_URL: `https://localhost:${around.broker.port}`, KEYS: JSON.stringify(keys), GUEST: guest,
    PROVIDER_CONTROL: around.provider_control, REPLY_NUMBER: around.sender_of('A99001'), SERVICE_ID: services.A99001,
    TIDINGS: around.tidings, CONFIG: around.config, BROKER_ENV: JSON.stringify(around.env), CERTIFICATE: around.path('tls/certificate.pem'),
    // what the client's own suite reads
    API_KEY: keys.A99001_normal, API_SENDING_KEY: keys.A99001_team, INBOUND_SMS_QUERY_KEY: keys.A99001_normal,
    FUNCTIONAL_TEST_NUMBER: guest, FUNCTIONAL_TEST_EMAIL: 'nobody@example.org', npm_config_integration: 'true',
  };
  failed = await run(process.execPath, ['client.mjs'], { env });
  failed |= await run(process.execPath, ['openapi.mjs'], { env });
  if (checkout) failed |= await run(process.execPath, ['suite.mjs', resolve(checkout)], { env });
} finally {
  await around.close();
}
process.exit(failed ? 1 : 0);
