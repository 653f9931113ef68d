// The real broker with an SMPP account, the npm package's server as its message centre: a message is accepted, goes out once, is
// delivered; one with letters beyond GSM keeps them; a reply comes home; the broker is killed, and a receipt still finds its message.
//
//   node smpp_day.mjs BIN MODULES FOLDER
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { api } from './harness/api.mjs';
import { broker, until } from './harness/processes.mjs';

const [bin, modules, folder] = process.argv.slice(2);
const path = (name) => join(folder, name);
const patience_ms = 30_000;
let smpp;
try {
  smpp = createRequire(`${modules}/`)('smpp');
} catch {
  console.log('skipped: the npm package smpp is not installed');
  process.exit(77);
}

// -- the message centre
const submitted = []; // {id, to, text}
const acknowledged = []; // command_status of each deliver_sm_resp
let session = null;
const centre = smpp.createServer((one) => {
  one.on('error', () => {});
  one.on('bind_transceiver', (pdu) => {
    one.send(pdu.response());
    session = one;
  });
  one.on('enquire_link', (pdu) => one.send(pdu.response()));
  one.on('unbind', (pdu) => one.send(pdu.response()));
  one.on('submit_sm', (pdu) => {
    const id = `m-${submitted.length + 1}`;
    submitted.push({ id, to: pdu.destination_addr, text: pdu.short_message.message });
    one.send(pdu.response({ message_id: id }));
  });
});
await new Promise((listens) => centre.listen(0, '127.0.0.1', listens));

const nobody = createServer();
await new Promise((listens) => nobody.listen(0, '127.0.0.1', listens));
const dead_port = nobody.address().port;
nobody.close();

const deliver = (fields) => session.deliver_sm(fields, (answer) => acknowledged.push(answer.command_status));
const receipt = (id, stat) => deliver({ esm_class: 4, source_addr: '447700900123', source_addr_ton: 1,
  short_message: `id:${id} sub:001 dlvrd:001 submit date:2603020900 done date:2603020901 stat:${stat} err:000 text:` });

// -- the broker
rmSync(folder, { recursive: true, force: true });
mkdirSync(path('practices'), { recursive: true });
mkdirSync(path('templates'));
execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30', '-subj', '/CN=localhost',
  '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', path('private_key.pem'), '-out', path('certificate.pem')], { stdio: 'ignore' });
chmodSync(path('private_key.pem'), 0o600);
execFileSync(join(bin, 'tidings'), ['keys', 'new-master', path('master.key')], { stdio: 'ignore' });
writeFileSync(path('password'), 'secret\n', { mode: 0o600 });
writeFileSync(path('broker.yaml'), `data_dir: data
practices_dir: practices
templates_dir: templates
keys: {master: {file: master.key}}
endpoint:
  port: {env: TIDINGS_DEMO_PORT, default: 0}
  port_file: port
  certificate: certificate.pem
  private_key: private_key.pem
providers:
  centre:
    type: smpp
    look_up_after: 1s
    smpp: {host: 127.0.0.1, port: ${centre.address().port}, system_id: tidings, password: {file: password}}
`);
writeFileSync(path('templates/reminders.yaml'), 'appointment-reminder: {body: "Your appointment is on ((appointment_date))."}\n');
// Its clinical system isn't there; messages go all the same.
writeFileSync(path('practices/A99001.yaml'), `code: A99001
name: Riverside Surgery
phone: 01632 960001
sender: "07700900999"
reply_numbers: ["07700900999"]
sms_route: [centre]
connector: {systmone: {host: 127.0.0.1, port: ${dead_port}, api_key: {file: ../password}}}
sending_hours: {opens: 00:00, closes: 24:00, saturdays: true, sundays: true}
reminders: [{id: two-days, before: 48h, template: appointment-reminder, question: confirm_cancel}]
attempt_in_doubt_wait: 1s
`);
const ours = new broker({ bin: join(bin, 'tidings'), config: path('broker.yaml'), env: {}, port_file: path('port'), log: path('broker.log') });

const fail = (why) => { throw new Error(`${why}\n${readFileSync(path('broker.log'), 'utf8')}`); };
async function start() {
  ours.begin();
  if (!(await ours.ready(patience_ms))) fail('the broker did not start');
}
try {
  await start();
  const door = new api({ ca: readFileSync(path('certificate.pem')), port: ours.port, sockets: 2 });
  await until(async () => {
    try {
      await door.sign_in(join(bin, 'tidings'), path('broker.yaml'), {}, 'reception');
      return true;
    } catch {
      return false;
    }
  }, 'somebody can sign in', patience_ms);
  const post = async (key, text, more = {}) => {
    const answer = await until(async () => {
      const one = await door.post_json('/api/v1/messages', { practice: 'A99001', to: '07700 900123', text, ...more }, { 'Idempotency-Key': key });
      return one.status < 500 && one.status !== 404 ? one : null; // its file is read within seconds
    }, 'the practice takes a message', patience_ms);
    if (answer.status !== 201) fail(`POST /messages: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const becomes = (id, state) => until(async () => (await door.get(`/api/v1/messages/${id}`)).head.state === state, `${id} is ${state}`, patience_ms);

  const first = await post('one', 'Your results are in. £5');
  await becomes(first, 'sent');
  receipt('m-1', 'DELIVRD');
  await becomes(first, 'delivered');

  deliver({ source_addr: '447700900123', source_addr_ton: 1, destination_addr: '447700900999', short_message: 'Thank you' });
  await until(async () => (await door.get('/api/v1/replies')).replies.length === 1, 'the reply is there', patience_ms);

  const second = await post('two', 'Do zobaczenia, proszę zadzwonić', { alphabet: 'unicode' });
  await becomes(second, 'sent');
  await ours.end('SIGKILL');
  session = null;
  await start();
  await until(() => session !== null, 'it binds again', patience_ms);
  receipt('m-2', 'UNDELIV');
  await becomes(second, 'permanent_failure');
  await until(() => acknowledged.length === 3, 'everything is acknowledged', patience_ms);

  const how = await ours.end('SIGTERM');
  if (how.code !== 0) fail(`the broker ended with ${how.code}`);
  const texts = submitted.map((one) => `${one.to} ${one.text}`).join('; ');
  if (texts !== '447700900123 Your results are in. £5; 447700900123 Do zobaczenia, proszę zadzwonić') fail(`the message centre got: ${texts}`);
  if (acknowledged.some((status) => status !== 0)) fail(`acknowledged with ${acknowledged}`);
  console.log(`smpp: accepted=2 submitted=${submitted.length} receipts=2 replies=1 lost=0 duplicated=0`);
} finally {
  if (ours.child && ours.child.exitCode === null) await ours.end('SIGKILL');
  session?.destroy();
  centre.close();
}
process.exit(0);
