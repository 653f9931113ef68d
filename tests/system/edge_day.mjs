// A practice's site that the broker can't dial to, as two network namespaces: the broker on one, SystmOne's gateway and the agent
// on the other, where nothing listens but on the site's own loopback. The appointments come, also after the agent and then the
// broker were killed; while the agent is away the dashboard says so.
//
//   node edge_day.mjs BIN FOLDER
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { api } from './harness/api.mjs';
import { broker, is_running, start, start_simulator, until } from './harness/processes.mjs';

const [bin, folder, inside] = process.argv.slice(2);
const path = (name) => join(folder, name);
const patience_ms = 60_000;
const here = '10.99.0.1';
const site_address = '10.99.0.2';
const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(77);
};

// -- two hosts with one cable between them; both are gone with this process and its child
if (inside === undefined) {
  if (spawnSync('unshare', ['--net', 'true']).status !== 0) skip('network namespaces may not be made here');
  if (spawnSync('ip', ['-V']).status !== 0) skip('there is no `ip` (iproute2)');
  const { status } = spawnSync('unshare', ['--net', process.execPath, process.argv[1], bin, folder, 'inside'], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
const holder = spawn('unshare', ['--net', 'cat'], { stdio: ['pipe', 'ignore', 'ignore'] }); // ends with its standard input
const own_network = readFileLink(`/proc/${process.pid}/ns/net`);
await until(() => readFileLink(`/proc/${holder.pid}/ns/net`) !== own_network, 'the site has a network of its own', patience_ms);
const at_site = (command, args) => ['nsenter', ['--net', `--target=${holder.pid}`, '--', command, ...args]];
const ip = (...args) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
const site_ip = (...args) => execFileSync(...at_site('ip', args), { stdio: ['ignore', 'ignore', 'pipe'] });
try {
  ip('link', 'set', 'lo', 'up');
  ip('link', 'add', 'wan', 'type', 'veth', 'peer', 'name', 'lan', 'netns', String(holder.pid));
} catch (problem) {
  holder.stdin.end();
  skip(`no cable can be laid between two networks: ${problem.stderr}`);
}
ip('address', 'add', `${here}/24`, 'dev', 'wan');
ip('link', 'set', 'wan', 'up');
site_ip('address', 'add', `${site_address}/24`, 'dev', 'lan');
site_ip('link', 'set', 'lo', 'up');
site_ip('link', 'set', 'lan', 'up');

function readFileLink(name) {
  return execFileSync('readlink', [name], { encoding: 'utf8' });
}

// -- the site's gateway
rmSync(folder, { recursive: true, force: true });
for (const one of ['practices', 'templates', 'site']) mkdirSync(path(one), { recursive: true });
const site_run = (program, args, files) => start(...at_site(join(bin, program), args), files);
const children = [];
const sim_bin = path('site/tidings-sim');
writeFileSync(sim_bin, `#!/bin/sh\nexec nsenter --net --target=${holder.pid} -- ${join(bin, 'tidings-sim')} "$@"\n`, { mode: 0o700 });
const gateway = await start_simulator(sim_bin, ['systmone', '--practices', 'A99001', '--patients', '20', '--appointments', '12',
  '--requests-per-second', '0', '--record-interval-ms', '0'], { log: path('site/gateway.log'), out: path('site/gateway.ready') });
children.push(gateway.child);
const [practice] = gateway.ready.practices;

// -- the broker
execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30', '-subj', '/CN=localhost',
  '-addext', `subjectAltName=DNS:localhost,IP:127.0.0.1,IP:${here}`, '-keyout', path('private_key.pem'), '-out', path('certificate.pem')], { stdio: 'ignore' });
chmodSync(path('private_key.pem'), 0o600);
execFileSync(join(bin, 'tidings'), ['keys', 'new-master', path('master.key')], { stdio: 'ignore' });
writeFileSync(path('api_key'), `${practice.api_key}\n`, { mode: 0o600 });
writeFileSync(path('broker.yaml'), `data_dir: data
practices_dir: practices
templates_dir: templates
keys: {master: {file: master.key}}
endpoint:
  address: 0.0.0.0
  port: 443
  port_file: port
  public_url: https://localhost
  certificate: certificate.pem
  private_key: private_key.pem
providers: {nothing: {type: "null"}}
`);
writeFileSync(path('templates/reminders.yaml'), 'appointment-reminder: {body: "Your appointment is on ((appointment_date))."}\n');
writeFileSync(path('practices/A99001.yaml'), `code: A99001
name: Riverside Surgery
phone: 01632 960001
sender: "07700900999"
reply_numbers: ["07700900999"]
sms_route: [nothing]
connector:
  edge: riverside
  poll_every: 1s
  systmone: {host: 127.0.0.1, port: ${practice.port}, api_key: {file: ../api_key}, requests_per_second: 1000, record_interval: 0s}
reminders: [{id: two-days, before: 48h, template: appointment-reminder, question: confirm_cancel}]
`);
writeFileSync(path('site/edge.yaml'), `broker: https://${here}
ca_file: ../certificate.pem
folder: agent
allow: ["127.0.0.1:${practice.port}"]
`);
const ours = new broker({ bin: join(bin, 'tidings'), config: path('broker.yaml'), env: {}, port_file: path('port'), log: path('broker.log') });
let agent = null;
const begin_agent = () => {
  agent = site_run('tidings', ['edge', 'run', path('site/edge.yaml')], { log: path('site/agent.log') });
  children.push(agent);
};
const begin_broker = async () => {
  ours.begin();
  if (!(await ours.ready(patience_ms))) throw new Error('the broker did not start');
};

const seen = { down: 0, up: 0 };
try {
  await begin_broker();
  const door = new api({ ca: readFileSync(path('certificate.pem')), port: ours.port, sockets: 2 });
  await until(async () => {
    try {
      await door.sign_in(join(bin, 'tidings'), path('broker.yaml'), {}, 'reception');
      return true;
    } catch {
      return false;
    }
  }, 'somebody can sign in', patience_ms);
  const connector_is = async (state, reason) => {
    await until(async () => {
      try {
        const [row] = (await door.get('/api/v1/connectors')).connectors;
        return row?.state === state && row.reason.includes(reason);
      } catch {
        return false; // it is being restarted
      }
    }, `the connector is ${state} with "${reason}"`, patience_ms);
    seen[state] += 1;
  };
  await connector_is('down', 'riverside` has not connected since the broker started');

  const code = execFileSync(join(bin, 'tidings'), ['edge', 'code', 'riverside', '--config', path('broker.yaml')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const enrol = () => spawnSync(...at_site(join(bin, 'tidings'), ['edge', 'enrol', path('site/edge.yaml')]), { input: code, encoding: 'utf8' });
  const enrolled = enrol();
  if (enrolled.status !== 0 || !enrolled.stdout.startsWith('enrolled as riverside')) throw new Error(`enrol: ${enrolled.stdout}${enrolled.stderr}`);
  const again = enrol();
  if (again.status !== 1 || !again.stderr.includes('was used')) throw new Error(`a code was good twice: ${again.stderr}`);
  begin_agent();
  await until(async () => {
    await fetch_site(`http://127.0.0.1:${gateway.ready.control}/devices/approve`, '{"ods":"A99001"}');
    return (await door.get('/api/v1/edges')).edges[0].state === 'connected';
  }, 'the agent is connected', patience_ms);
  await connector_is('up', '');
  const { practice: row } = await until(async () => {
    const page = await door.get('/api/v1/practices/A99001');
    return page.practice.appointments > 0 && page;
  }, 'the appointments are read', patience_ms);

  agent.kill('SIGKILL');
  await agent.ended;
  await connector_is('down', 'riverside` has been offline since');
  begin_agent();
  await connector_is('up', '');

  await ours.end('SIGKILL');
  await begin_broker();
  await connector_is('up', '');
  if (!is_running(agent)) throw new Error('the agent ended with its broker');

  const listens = execFileSync(...at_site('sh', ['-c', 'cat /proc/net/tcp /proc/net/tcp6']), { encoding: 'utf8' }).split('\n')
    .map((line) => line.trim().split(/\s+/)).filter((fields) => fields[3] === '0A' && !/^(0100007F|0{24}01000000):/.test(fields[1]));
  console.log(`edge: appointments=${row.appointments} up=${seen.up} down=${seen.down} code_used_twice=0 open_to_the_broker=${listens.length}`);
} catch (problem) {
  console.error(problem);
  for (const log of ['broker.log', 'site/agent.log', 'site/gateway.log']) {
    try {
      console.error(`-- ${log}\n${readFileSync(path(log), 'utf8').slice(-4000)}`);
    } catch {
      // it never began
    }
  }
  process.exitCode = 1;
} finally {
  for (const one of children) if (is_running(one)) one.kill('SIGTERM');
  if (ours.child) await ours.end('SIGTERM');
  holder.stdin.end();
}

async function fetch_site(url, body) {
  const script = 'fetch(process.argv[1], {method: "POST", body: process.argv[2], headers: {"content-type": "application/json"}}).then((a) => a.text())';
  execFileSync(...at_site(process.execPath, ['-e', script, url, body]), { stdio: 'ignore' });
}
