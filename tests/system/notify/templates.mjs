// Templates that are made in the browser, from draft to a program's message, with a kill -9 behind the approval. Started
// by main.mjs.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';

import { api } from '../harness/api.mjs';
import { until } from '../harness/processes.mjs';

const { NotifyClient } = createRequire(import.meta.url)('notifications-node-client');
const { TIDINGS: tidings, CONFIG: config, CERTIFICATE: certificate, NOTIFY_API_URL: url, PROVIDER_CONTROL: control } = process.env;
const keys = JSON.parse(process.env.KEYS);
const client = new NotifyClient(url, keys.A99001_normal);
const other = new NotifyClient(url, keys.A99002_normal);
const settled_ms = 60_000;
const doors = {};

before(async () => {
  for (const who of ['writer', 'approver']) {
    doors[who] = new api({ ca: readFileSync(certificate), port: Number(new URL(url).port), sockets: 2 });
    await doors[who].sign_in(tidings, config, JSON.parse(process.env.BROKER_ENV), who);
  }
  await until(async () => (await doors.writer.get('/api/v1/practices')).practices.length >= 2, 'the practices are known', settled_ms);
});

const page = (id, owner) => doors.writer.get(`/api/v1/templates/${id}?practice=${owner}`);
/** @param more what the body has besides the revision that is there now */
async function move(who, id, name, owner = 'A99001', more = {}) {
  const known = await doors.writer.call('GET', `/api/v1/templates/${id}?practice=${owner}`);
  const revision = known.status === 200 && known.body.made_in === 'browser' ? String(known.body.revision) : '0';
  return doors[who].post_json(`/api/v1/templates/${id}/${name}?practice=${owner}`, { revision, ...more });
}
const words = (body, title = 'Flu clinic') => ({ channel: 'sms', title, body });
async function in_force_as(id, owner, what) {
  for (const [who, name, more] of [['writer', 'draft', what], ['writer', 'submit', {}], ['approver', 'approve', {}]]) {
    const done = await move(who, id, name, owner, more);
    assert.equal(done.status, 200, `${name}: ${JSON.stringify(done.body)}`);
  }
}
const named = async (who, title) => (await who.getAllTemplates()).data.templates.find((one) => one.name === title);
const text_of = async (id) => (await (await fetch(`${control}/ledger`)).json()).messages.find((one) => one.reference === id)?.text;

test('a draft is no template to a program; once another has approved it, it is, and stays so through kill -9', async () => {
  assert.equal((await move('writer', 'flu', 'draft', 'A99001', words('Dear ((name)), come on Monday.'))).status, 200);
  assert.equal((await move('writer', 'flu', 'submit')).status, 200);
  assert.equal(await named(client, 'Flu clinic'), undefined);
  const alone = await move('writer', 'flu', 'approve');
  assert.equal(alone.status, 409);
  assert.match(alone.body.errors[0].reason, /somebody who didn't write on it/);
  const done = await move('approver', 'flu', 'approve');
  assert.deepEqual([done.status, done.body.version, done.body.alone], [200, 1, false]);
  process.send('kill the broker');
  const [said] = await once(process, 'message');
  assert.equal(said, 'the broker is back');
  const made = await until(() => named(client, 'Flu clinic').catch(() => null), 'it is in force again', settled_ms);
  assert.deepEqual([made.version, made.body], [1, 'Dear ((name)), come on Monday.']);
  const { data } = await client.sendSms(made.id, '07700900141', { personalisation: { name: 'Foo' } });
  assert.equal(data.template.version, 1);
  await until(async () => (await text_of(data.id)) === 'Dear Foo, come on Monday.', 'it is sent', settled_ms);
  const shown = await doors.writer.get(`/api/v1/messages/${data.id}`);
  assert.match(shown.timeline[0].summary, /made from template flu, version 1/);
});

test('a new version is sent, the older one is read by its number, and going back is a new one', async () => {
  await in_force_as('flu', 'A99001', words('Dear ((name)), come on Tuesday.', 'Flu clinic in winter'));
  const made = await named(client, 'Flu clinic in winter');
  assert.deepEqual([made.version, made.body], [2, 'Dear ((name)), come on Tuesday.']);
  const { data: first } = await client.getTemplateByIdAndVersion(made.id, 1);
  assert.equal(first.body, 'Dear ((name)), come on Monday.');
  assert.equal(first.name, 'Flu clinic', 'as it was called then');
  assert.equal(first.created_by, 'approver@tidings.invalid');
  assert.match(made.updated_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  assert.equal((await move('writer', 'flu', 'go-back', 'A99001', { version: '1' })).status, 200);
  assert.equal((await move('writer', 'flu', 'submit')).status, 200);
  assert.equal((await move('approver', 'flu', 'approve')).body.version, 3);
  assert.equal((await named(client, 'Flu clinic')).body, first.body);
});

test('what the host approves is every practice’s, and what it retires is nobody’s', async () => {
  await in_force_as('icb-news', 'host', words('Dear ((name)), the ICB has moved.', 'ICB news'));
  assert.equal((await named(client, 'ICB news')).body, 'Dear ((name)), the ICB has moved.');
  assert.equal((await named(other, 'ICB news')).body, 'Dear ((name)), the ICB has moved.');
  assert.deepEqual([(await page('icb-news', 'A99001')).whose, (await move('writer', 'icb-news', 'draft', 'A99001', words('Ours'))).status], ['shared', 409]);
  assert.equal((await move('approver', 'icb-news', 'retire', 'host', { why: 'everybody knows' })).status, 200);
  assert.equal(await named(other, 'ICB news'), undefined);
});

test('an id of the file is refused, and each move is in its owner’s audit trail', async () => {
  const clash = await move('writer', 'functional', 'draft', 'A99001', words('Ours'));
  assert.equal(clash.status, 409);
  assert.match(clash.body.errors[0].reason, /choose another id/);
  const { audit } = await doors.writer.get('/api/v1/audit?practice=A99001&user=approver&limit=100');
  const approvals = audit.filter((one) => one.action === 'POST /api/v1/templates/{}/approve');
  assert.deepEqual(approvals.map((one) => one.objects), [['template flu', 'version 3'], ['template flu', 'version 2'], ['template flu', 'version 1']]);
  const own = await doors.writer.get('/api/v1/audit?practice=host&user=approver&limit=100');
  assert.ok(own.audit.some((one) => one.action === 'POST /api/v1/templates/{}/retire' && one.reason === 'everybody knows'));
  const tried = await doors.writer.get('/api/v1/audit?practice=A99001&user=writer&limit=100');
  assert.ok(!tried.audit.some((one) => one.action === 'POST /api/v1/templates/{}/approve'), 'what was refused isn’t there as done');
  process.disconnect(); // nothing more is asked of main.mjs
});
