// node main.mjs BIN_FOLDER DATA_FOLDER [--suite CHECKOUT_OF_THE_CLIENT]
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { start_simulator } from '../harness/processes.mjs';
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
const callbacks = `callbacks:\n  networks: [127.0.0.0/8]\n  ca_file: ${around.path('tls/certificate.pem')}\n`;
writeFileSync(around.config, `${callbacks}${demo}  mail:\n    type: "null"\n`);

const bearer = randomUUID();
const signing = randomBytes(32).toString('hex');

/** Programs that are called back: the first practice's, and one of the second's that nobody vouches for. */
function callbacks_of(ods, { port, stranger }) {
  const secret = (name, text) => {
    writeFileSync(around.path(`keys/${name}`), `${text}\n`, { mode: 0o600 });
    return `{file: ${around.path(`keys/${name}`)}}`;
  };
  if (ods !== 'A99001') return `callbacks:\n  signed: {url: "https://127.0.0.1:${stranger}/stranger", secret: ${secret('signing', signing)}}\n`;
  const token = secret('bearer', bearer);
  return `callbacks:
  delivery: {url: "https://127.0.0.1:${port}/delivery", bearer_token: ${token}}
  received: {url: "https://127.0.0.1:${port}/received", bearer_token: ${token}}
  signed: {url: "https://127.0.0.1:${port}/signed", secret: ${secret('signing', signing)}}
`;
}

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
    earlier_titles: [Example text message template]
    body: "Hello ((name))\\n\\nFunctional Tests make our world a better place"
  functional-email:
    name: A mail with a name in its subject
    fields: [name]
    subject: "For ((name))"
    body: "Hello ((name))\\n\\nFunctional Tests make our world a better place"
  functional-file:
    name: A mail with a file
    fields: [documents]
    subject: Something for you
    body: "Fetch it: ((documents))"
  suite-email: # of the client's own suite
    name: Client Functional test email template
    fields: [name]
    subject: Functional Tests are good
    body: "Hello ((name))\\r\\n\\r\\nFunctional test help make our world a better place"
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
  const receiver = await start_simulator(process.execPath, [resolve(here, 'receiver.mjs'), around.path('tls/certificate.pem'), around.path('tls/private_key.pem')],
    { log: around.path('receiver.log'), out: around.path('receiver.ready') });
  around.children.push(receiver.child);
  for (const [ods, rate] of [['A99001', 3000], ['A99002', 30]]) {
    const file = around.path(`practices/${ods}.yaml`);
    const email = ods === 'A99001' ? 'email_route: [mail]\n' : ''; // the other one sends no e-mails
    writeFileSync(file, readFileSync(file, 'utf8') + email + service_of(ods, rate) + callbacks_of(ods, receiver.ready));
  }
  return receiver.ready;
}

let failed = 1;
try {
  const { port: receiver } = await open();
  const env = {
    NOTIFY_API_URL: `https://localhost:${around.broker.port}`, KEYS: JSON.stringify(keys), GUEST: guest,
    PROVIDER_CONTROL: around.provider_control, REPLY_NUMBER: around.sender_of('A99001'), SERVICE_ID: services.A99001,
    RECEIVER: `https://127.0.0.1:${receiver}`, BEARER: bearer, SIGNING: signing,
    TIDINGS: around.tidings, CONFIG: around.config, BROKER_ENV: JSON.stringify(around.env), CERTIFICATE: around.path('tls/certificate.pem'),
    // what the client's own suite reads
    API_KEY: keys.A99001_normal, API_SENDING_KEY: keys.A99001_team, INBOUND_SMS_QUERY_KEY: keys.A99001_normal,
    FUNCTIONAL_TEST_NUMBER: guest, SMS_SENDER_ID: services.A99001, EMAIL_REPLY_TO_ID: services.A99001, FUNCTIONAL_TEST_EMAIL: 'nobody@example.org', npm_config_integration: 'true',
  };
  failed = await run(process.execPath, ['client.mjs'], { env });
  failed |= await run(process.execPath, ['file_page.mjs'], { env: { ...env, SHOTS: resolve(`${folder}-shots`) } });
  failed |= await run(process.execPath, ['callbacks.mjs'], { env });
  failed |= await run(process.execPath, ['templates.mjs'], { env });
  failed |= await run(process.execPath, ['openapi.mjs'], { env });
  if (checkout) failed |= await run(process.execPath, ['suite.mjs', resolve(checkout)], { env });
} finally {
  await around.close();
}
process.exit(failed ? 1 : 0);
